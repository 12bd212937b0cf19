"""What was written: the firm's documents as nouns, before anything was merged or rendered.

Promises: every noun knows its place in a file and the digest of its own document. Bodies that belong to the
provider's part of the language stay trees. Does not: merge, render, or know what an integration means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from provisioner.model.account import Account, Identity
from provisioner.model.diagnostics import SourceRange
from provisioner.model.offboarding import Offboarding
from provisioner.model.values import FrozenMap, Node, Value

API_VERSION = "provisioner/v1"
EMPTY_NODE = Node(FrozenMap())
NOBODY_LEAVES: FrozenMap[Offboarding] = FrozenMap()


class Section(StrEnum):
    """The two lists of an account that hold declarations, spelled as in the manifest."""

    INTEGRATIONS = "integrations"
    OFFICE_KEYS = "officeKeys"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One key under `integrations:` or `officeKeys:` with its body, as written in one document."""

    name: str
    """The firm's own name for it."""
    section: Section
    """Under which list it stands."""
    body: Node
    """A mapping; what it may hold is the provider's language."""
    source: SourceRange
    """Where its name stands."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that refers to something else, with its place: a profile used, an integration taken away."""

    name: str
    """The name."""
    source: SourceRange
    """Where it stands."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whose public key secrets are sealed to."""

    name: str
    """Who."""
    public_key: str
    """An age recipient, `age1…`."""
    source: SourceRange
    """Where it stands."""


class KeepSealed(StrEnum):
    """How long the sealed copy of a secret stays in the state."""

    ALWAYS = "always"
    UNTIL_STORED = "until-stored"
    UNTIL_CONFIRMED = "until-confirmed"


@dataclass(frozen=True, slots=True)
class SecretsSettings:
    """The project's `secrets:`."""

    recipients: tuple[Recipient, ...] = ()
    """Sorted by name."""
    store: str = ""
    """URL of the secret store; empty: sealed in the state only."""
    keep_sealed: KeepSealed = KeepSealed.UNTIL_CONFIRMED
    """How long the sealed copy stays."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """The one key under the project's `provider:`."""

    name: str
    """Which provider."""
    settings: Node
    """What stands below it: a mapping in the provider's language. Credentials in it are SecretRefs."""


@dataclass(frozen=True, slots=True)
class Guardrails:
    """The project's `guardrails:`."""

    max_deletes_count: int = 5
    """More deletes and replacements than this need `--allow-deletes`."""
    max_deletes_percent: int = 10
    """So do more than this share of what is managed, in per cent. Both must be passed to trip."""
    require_expiry: bool = False
    """Whether a key without `expires` or `validFor` is an error."""
    max_missing_count: int = 5
    """Where clients come from a list: more managed clients than this that are in it no longer stop the plan."""
    max_missing_percent: int = 10
    """So does more than this share of the managed clients, in per cent. Both must be passed to trip."""


@dataclass(frozen=True, slots=True)
class HistoryPolicy:
    """The project's `history:`: which earlier states are kept. What either of the two keeps stays."""

    keep_days: int | None = None
    """What was in force within so many days; None: does not say."""
    keep_serials: int | None = None
    """So many of each account's latest; None: does not say."""


@dataclass(frozen=True, slots=True)
class Project:
    """`kind: Project`, the root of a firm's repository."""

    name: str
    """The firm's name for it."""
    manifests: tuple[str, ...]
    """Glob patterns below the root."""
    state: str
    """URL of the state."""
    provider: ProviderSettings
    """Which world it works on."""
    source: SourceRange
    """Where the document begins."""
    language: str = "en"
    """Of what people approve and do."""
    secrets: SecretsSettings = field(default_factory=SecretsSettings)
    """Whom secrets are sealed to and where they go."""
    guardrails: Guardrails = field(default_factory=Guardrails)
    """What a plan may not do unasked."""
    single_machine: bool = False
    """Whether an embedded state is meant even in a pipeline."""
    history: HistoryPolicy | None = None
    """Which earlier states are kept; None: all."""
    vars: Node = EMPTY_NODE
    """For templates, everywhere."""
    digest: str = ""
    """Of the document's text."""


@dataclass(frozen=True, slots=True)
class Office:
    """`kind: Office`, the accounting firm's own account."""

    account: Account
    """Who it is."""
    source: SourceRange
    """Where the document begins."""
    office_keys: tuple[Declaration, ...] = ()
    """Keys that serve many clients."""
    integrations: tuple[Declaration, ...] = ()
    """What the office itself uses."""
    profiles: tuple[Mention, ...] = ()
    """Profiles given by name."""
    without: tuple[Mention, ...] = ()
    """Integrations of a profile that are taken away."""
    our_people: tuple[str, ...] = ()
    """Who the firm's own people are: addresses, and domains of addresses. Empty: nobody has said."""
    vars: Node = EMPTY_NODE
    """For templates."""
    digest: str = ""
    """Of the document's text."""


class ListKind(StrEnum):
    """Where a client list comes from, spelled as under `from:`."""

    CSV = "csv"
    XLSX = "xlsx"
    INLINE = "inline"
    """Written in the manifest itself."""
    OFFICE = "office"
    """The office's own list, asked of the provider."""


@dataclass(frozen=True, slots=True)
class ClientList:
    """A ClientSet's `from:`."""

    kind: ListKind
    """Where the rows are."""
    source: SourceRange
    """Where it stands."""
    file: str = ""
    """For a file: its path below the project's root."""
    delimiter: str = ""
    """For CSV: one character; empty: found by looking at the first line."""
    encoding: str = ""
    """For CSV: `utf-8` or `windows-1252`; empty: found by looking."""
    sheet: str = ""
    """For a workbook: the sheet's name; empty: the first."""
    rows: tuple[Node, ...] = ()
    """For a list written in the manifest: a mapping each."""


@dataclass(frozen=True, slots=True)
class ClientSet:
    """`kind: ClientSet`, clients made of the rows of a list."""

    name: str
    """Its name."""
    source: SourceRange
    """Where the document begins."""
    rows: ClientList
    """Where the rows come from."""
    template: Node
    """What stands under `client:`: a mapping of templates over `row`."""
    exclude: tuple[Mention, ...] = ()
    """Organisation numbers and names of companies that are left out."""
    offboarding: FrozenMap[Offboarding] = NOBODY_LEAVES
    """Clients of the list that leave, by name."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What a client was made of, where it was not written itself."""

    client_set: str
    """The ClientSet's name."""
    row: FrozenMap[Value]
    """The row's cells by column."""
    place: SourceRange
    """Where the row stands."""


@dataclass(frozen=True, slots=True)
class Client:
    """`kind: Client`."""

    account: Account
    """Who it is."""
    source: SourceRange
    """Where the document begins."""
    integrations: tuple[Declaration, ...] = ()
    """What is declared for this client itself."""
    profiles: tuple[Mention, ...] = ()
    """Profiles given by name."""
    without: tuple[Mention, ...] = ()
    """Integrations of a profile that are taken away."""
    vars: Node = EMPTY_NODE
    """For templates."""
    digest: str = ""
    """Of the document's text; of a generated one, of its row and of the template it was put into."""
    generated: Generated | None = None
    """What it was made of; None for a client that was written."""
    offboarding: Offboarding | None = None
    """That it leaves, where it does."""
    labels_source: SourceRange | None = None
    """Where its labels stand."""


@dataclass(frozen=True, slots=True)
class Profile:
    """`kind: Profile`, a bundle of integrations for many clients."""

    name: str
    """Its name."""
    source: SourceRange
    """Where the document begins."""
    selector: FrozenMap[str] | None = None
    """Labels that a client must have; None: given by name only."""
    selector_source: SourceRange | None = None
    """Where they stand."""
    integrations: tuple[Declaration, ...] = ()
    """What it gives."""
    vars: Node = EMPTY_NODE
    """For templates."""
    digest: str = ""
    """Of the document's text."""


@dataclass(frozen=True, slots=True)
class Integration:
    """`kind: Integration`, the firm's own catalogue entry beside the bundled ones."""

    name: str
    """Its id."""
    body: Node
    """The facts, in the provider's language."""
    source: SourceRange
    """Where the document begins."""
    digest: str = ""
    """Of the document's text."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What was written and cannot be used as it stands, so that nobody is told that it is not there."""

    profiles: frozenset[str] = frozenset()
    """Names of such profiles; empty for one without a name."""
    has_clients: bool = False
    """Whether a client or a list of clients is among it."""
    has_unread: bool = False
    """Whether something could not even be read, so that nobody knows what it is."""

    @property
    def may_give(self) -> bool:
        """Whether there may be a profile that gives something to somebody."""
        return bool(self.profiles) or self.has_unread

    def may_be(self, profile: str) -> bool:
        """Whether a profile of that name is written."""
        return profile in self.profiles or self.has_unread


@dataclass(frozen=True, slots=True)
class Manifests:
    """All that was written below one project. Everything is sorted by name."""

    project: Project
    """The root."""
    office: Office | None = None
    """The office, where it is declared."""
    clients: tuple[Client, ...] = ()
    """Every client."""
    profiles: tuple[Profile, ...] = ()
    """Every profile."""
    integrations: tuple[Integration, ...] = ()
    """The firm's own catalogue entries."""
    client_sets: tuple[ClientSet, ...] = ()
    """Every list that clients are made of."""
    broken: Broken = Broken()
    """What is not among them because something is wrong with it."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration of one account after merging (and, later, rendering)."""

    name: str
    """The firm's own name for it."""
    section: Section
    """Which list it came from."""
    body: Node
    """The merged mapping; every leaf keeps the place where the winning value was written."""
    source: SourceRange
    """The strongest layer's place."""
    through: tuple[str, ...] = ()
    """The layers, weakest first: `profile butikk (selector)`, `profile kasse (name)`, `client`."""


@dataclass(frozen=True, slots=True)
class GivenProfile:
    """A profile that reaches an account."""

    name: str
    """The profile's name."""
    by_name: bool
    """Whether the account names it; else its selector chose the account."""


@dataclass(frozen=True, slots=True)
class DeclaredAccount:
    """An account and all that is declared for it."""

    account: Account
    """Whose."""
    declared: tuple[Declared, ...]
    """Sorted by section and name."""
    vars: Node = EMPTY_NODE
    """Merged: project, profiles, the account itself."""
    digest: str = ""
    """Over the digests of every document that had a say."""
    profiles: tuple[GivenProfile, ...] = ()
    """The profiles that reach it, sorted by rank and name."""
    source: SourceRange | None = None
    """Where its document begins; of a generated one, where its ClientSet does."""
    generated: Generated | None = None
    """What it was made of; None for an account that was written."""
    offboarding: Offboarding | None = None
    """That it leaves, where it does."""


def identity_of(organization_number: str | None, company_id: int | None) -> Identity:
    """An identity from what stands in a document; blanks in the number are dropped."""
    digits = "".join(organization_number.split()) if organization_number else None
    return Identity(company_id=company_id, organization_number=digits)
