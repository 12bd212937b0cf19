"""From what was read of an account to what somebody would declare who knows no more than that.

Promises: pure. What is declared expands without a mistake to the very things that were read, or it is left out and told
of; a name, a right or a template that was not read stands nowhere, and no text from Tripletex becomes a template. The
keys that this program itself works with are left out. Does not: write manifests, or say who accepted an agreement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place, Severity, SourceRange
from provisioner.model.manifest import Declared, DeclaredAccount, Section
from provisioner.model.resource import Desired, Live, ResourceType, Role
from provisioner.model.values import Value, tree
from provisioner.spi.provider import Declarations, DeclareRequest, ExpandRequest, can_be_written
from provisioner_tripletex import expand
from provisioner_tripletex.catalogue import Catalogue, IntegrationFacts, Method
from provisioner_tripletex.declaration import Sheet, tidy
from provisioner_tripletex.declaring_names import Names, owner_body, owner_mark, readable_rights
from provisioner_tripletex.declaring_products import Products
from provisioner_tripletex.entitlements import Entitlements
from provisioner_tripletex.kinds import ACCESS, KEYS, MENU, MODULE, OFFICE_KEY, RESOURCE_TYPES, USER_KEY, oslo_date
from provisioner_tripletex.naming import Naming, key_name_of
from provisioner_tripletex.scene import Knowledge
from provisioner_tripletex.seen import HIDDEN, OWN_KEYS, OWN_USER
from provisioner_tripletex.words import WORDS, written

_TYPES: Final[Mapping[str, ResourceType]] = {each.kind: each for each in RESOURCE_TYPES}
_NOTHING_LEFT: Final = frozenset({"declare-own-keys", "declare-agreement", "declare-rights", "declare-template"})
"""What is told of things that are declared, or that need not be."""
Body = dict[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What declaring needs besides what was read."""

    catalogue: Catalogue
    """The bundled entries and the firm's own."""
    entitlements: Entitlements
    """The known rights."""
    language: str
    """Of the few words that are written into manifests."""


def declare(request: DeclareRequest, known: Known) -> Declarations:
    """What was read, declared."""
    return _Declaring(request, known).result() if request.read.visible else Declarations()


@dataclass
class _Wanted:
    """One thing on its way to a declaration."""

    live: Live
    section: Section
    facts: IntegrationFacts
    body: Body
    mark: str = ""
    """What tells it from others of the same product."""


@dataclass
class _Declaring:
    """One account being declared."""

    request: DeclareRequest
    known: Known
    found: list[Diagnostic] = field(default_factory=list)
    whole: bool = True
    """Whether nothing is there but what is declared, and what this program works with."""

    def __post_init__(self) -> None:
        language = self.known.language
        source = written("source", language).format(date=oslo_date(self.request.now).isoformat())
        self.products = Products(self.known.catalogue, source, written("entry", language))
        self.office = self.request.account.ref.is_office

    def tell(self, code: str, **values: object) -> None:
        """Something about the account."""
        account = self.request.account
        self.found.append(WORDS(code, Place(account=account.ref), company=account.display_name, **values))
        self.whole = self.whole and code in _NOTHING_LEFT

    def result(self) -> Declarations:
        """All of it."""
        wanted = [*self.keys(), *self.activations(), *self.accesses()]
        declared = self.checked(self.named(wanted))
        self.tell_unread()
        used = {str(item.body.text("integration") or item.name) for item in declared}
        entries = tuple(entry for entry in self.products.entries if entry.name in used)
        return Declarations(tuple(declared), entries, tuple(self.found), self.whole)

    # --- one kind after the other -----------------------------------------------------------------------------------

    def keys(self) -> Iterator[_Wanted]:
        """User keys and office keys that can be told apart."""
        own = self.request.read.facts.get(OWN_KEYS)
        ours = set(own) if isinstance(own, tuple) else set()
        groups: dict[tuple[object, ...], list[Live]] = defaultdict(list)
        left = []
        for live in sorted(self.request.read.live, key=_order):
            held = live.attributes
            if live.kind not in KEYS:
                continue
            if held.get("keyId") in ours:
                left.append(live.label)
            elif not all(_is_said(held.get(name)) for name in ("applicationName", "owner")):
                self.tell("declare-nameless", label=live.label)
            else:
                groups[live.kind, held.get("applicationName"), held.get("owner")].append(live)
        if left:
            self.tell("declare-own-keys", labels=", ".join(f"«{label}»" for label in left))
        for alike in groups.values():
            if len(alike) > 1:
                labels = ", ".join(f"«{live.label}»" for live in alike)
                self.tell("declare-alike", labels=labels, owner=alike[0].attributes.get("owner"))
                continue
            made = self.key(alike[0])
            if made is not None:
                yield made

    def key(self, live: Live) -> _Wanted | None:
        """One key."""
        held, office = live.attributes, live.kind == OFFICE_KEY
        rights = readable_rights(held.get("permissions"), self.known.entitlements)
        product = self.products.of_key(str(held.get("applicationName")), office=office, chosen=bool(rights))
        if product is None:
            self.tell("declare-forbidden", label=live.label)
            return None
        facts, method = product
        body: Body = {} if office else {"method": method.value}
        body |= self.products.sourced(facts)
        if rights and method is Method.CUSTOM_KEY:
            body["permissions"] = rights
        elif held.get("permissions"):
            self.tell("declare-rights", label=live.label)
        body["owner"] = owner_body(held)
        section = Section.OFFICE_KEYS if office else Section.INTEGRATIONS
        wanted = _Wanted(live, section, facts, body, owner_mark(held))
        self.name_key(wanted, Method.OFFICE_KEY if office else method)
        if isinstance(held.get("expires"), str):
            body["expires"] = held["expires"]
        body["adopt"] = True
        return wanted

    def name_key(self, wanted: _Wanted, method: Method) -> None:
        """The key's name, where it is not the one that a key is given anyhow; what the vendor demands is not ours."""
        name = tidy(str(wanted.live.attributes.get("keyName") or ""))
        bare = Declared("key", wanted.section, tree(wanted.body), _here(self.request))
        sheet = Sheet(bare, Address(self.request.account.ref, wanted.live.kind, bare.name))
        usual = key_name_of(sheet, Naming(wanted.facts, method, self.request.account.display_name))
        demanded = wanted.facts.key_name_for(method)
        if not name or name == usual or (demanded is not None and demanded.exact):
            return
        if can_be_written(name):
            wanted.body["keyName"] = name
        else:
            self.tell("declare-template", label=wanted.live.label)

    def activations(self) -> Iterator[_Wanted]:
        """What is activated from the menu. Who accepted the agreement does not show, so nobody is named."""
        if any(live.kind == MENU for live in self.request.read.live):
            self.tell("declare-agreement")
        for live in sorted(self.request.read.live, key=_order):
            title = live.attributes.get("title")
            if live.kind != MENU:
                continue
            if not isinstance(title, str) or not _is_said(title):
                self.tell("declare-nameless", label=live.label)
            else:
                facts = self.products.of_tile(title)
                body: Body = {"method": Method.MENU.value, **self.products.sourced(facts), "adopt": True}
                yield _Wanted(live, Section.INTEGRATIONS, facts, body, "menu")

    def accesses(self) -> Iterator[_Wanted]:
        """The office keys that the client is entered through."""
        for live in sorted(self.request.read.live, key=_order):
            if live.kind == ACCESS and not self.is_own(live):
                made = self.access(live)
                if made is not None:
                    yield made

    def access(self, live: Live) -> _Wanted | None:
        """One access."""
        key, template = self.office_key(live), live.attributes.get("access")
        facts = self.known.catalogue.find(key.integration or "") if key is not None else None
        if key is None or facts is None:
            self.tell("declare-access-key", key=live.attributes.get("keyName") or live.label)
            return None
        if not template:
            self.tell("declare-access-template", key=live.attributes.get("keyName") or live.label)
            return None
        body: Body = {"method": Method.OFFICE_KEY.value, **self.products.sourced(facts), "access": template}
        if key.address.name != facts.name:
            body["officeKey"] = key.address.name
        return _Wanted(live, Section.INTEGRATIONS, facts, {**body, "adopt": True}, "office")

    def is_own(self, live: Live) -> bool:
        """Whether the access goes through a key that this program itself works with, and through no other."""
        read = self.request.office_read
        own = read.facts.get(OWN_KEYS) if read is not None else None
        through = [key.attributes.get("keyId") for key in self.keys_called(live)]
        return bool(through) and isinstance(own, tuple) and set(through) <= set(own)

    def keys_called(self, live: Live) -> list[Live]:
        """The office keys of the name that the access goes through."""
        read, name = self.request.office_read, live.attributes.get("keyName")
        keys = (one for one in (read.live if read is not None else ()) if one.kind == OFFICE_KEY)
        return [one for one in keys if one.attributes.get("keyName") == name]

    def office_key(self, live: Live) -> Desired | None:
        """The office's declaration of the key; None where it has none, or there are several of that name."""
        called = self.keys_called(live)
        if len(called) != 1 or self.request.office is None:
            return None
        held = called[0].attributes
        for desired in self.expanded(self.request.office):
            same = all(desired.attributes.get(name) == held.get(name) for name in ("applicationName", "owner"))
            if desired.address.kind == OFFICE_KEY and same:
                return desired
        return None

    # --- names, and what comes of them ------------------------------------------------------------------------------

    def named(self, wanted: list[_Wanted]) -> list[tuple[Declared, Live]]:
        """Each with a name of its own; what is declared already is left out."""
        declared = self.request.declared
        before = declared.declared if declared is not None else ()
        known = self.expanded(declared) if declared is not None else []
        wanted = [one for one in wanted if not any(_is_it(desired, one) for desired in known)]
        names = Names({(item.section, item.name) for item in before})
        many = Counter((one.section, one.facts.name) for one in wanted)
        found: list[tuple[Declared, Live]] = []
        for one in wanted:
            alone = many[one.section, one.facts.name] == 1
            name = names.take(one.section, one.facts.name, "" if alone else one.mark)
            body = one.body if name == one.facts.name else {"integration": one.facts.name, **one.body}
            found.append((Declared(name, one.section, tree(body), _here(self.request)), one.live))
        return found

    def checked(self, named: list[tuple[Declared, Live]]) -> list[Declared]:
        """Those that ask for the very thing that was read; of the rest it is told why not."""
        declared = self.request.declared
        before = declared.declared if declared is not None else ()
        while True:
            account = DeclaredAccount(self.request.account, (*before, *(item for item, _ in named)))
            expansion = expand.expand(self.asked(account), self.knowledge())
            errors = {
                found.address.name: found.text.summary
                for found in reversed(expansion.diagnostics)
                if found.severity is Severity.ERROR and found.address is not None
            }
            desired = {(one.address.kind, one.address.name): expand.normalise(one) for one in expansion.desired}
            wrong = [item for item, live in named if item.name in errors or not _asks_for(desired, item, live)]
            if not wrong:
                return [item for item, _ in named]
            for item in wrong:
                label = next(live.label for other, live in named if other is item)
                self.tell("declare-refused", label=label, why=errors.get(item.name, "–"))
            named = [(item, live) for item, live in named if item not in wrong]

    def expanded(self, declared: DeclaredAccount) -> list[Desired]:
        """What declarations ask for."""
        return [expand.normalise(one) for one in expand.expand(self.asked(declared), self.knowledge()).desired]

    def asked(self, declared: DeclaredAccount) -> ExpandRequest:
        """The same as it is expanded."""
        office = declared if declared.account.ref.is_office else self.request.office
        entries = (*self.request.integrations, *self.products.entries)
        return ExpandRequest(declared, office, entries, self.request.now)

    def knowledge(self) -> Knowledge:
        """With the entries that were made here."""
        return Knowledge(self.products.catalogue, self.known.entitlements, lambda kind, held: False)

    # --- what nobody could read -------------------------------------------------------------------------------------

    def tell_unread(self) -> None:
        """The kinds that were not listed, so that nothing is known of them; and how many keys that may be."""
        read = self.request.read
        kinds = (MENU, *((USER_KEY, OFFICE_KEY) if self.office else (USER_KEY, ACCESS)))
        unread = [kind for kind in kinds if kind not in read.complete]
        self.whole = self.whole and MODULE in read.complete
        hidden, own = read.facts.get(HIDDEN), read.facts.get(OWN_USER)
        count = len([one for one in hidden if one != own]) if isinstance(hidden, tuple) else 0
        if unread:
            titles = {language: ", ".join(_TYPES[kind].title(language) for kind in unread) for language in ("en", "nb")}
            code = "declare-unread-keys" if count and USER_KEY in unread else "declare-unread"
            self.tell(code, what=titles["en"], what_nb=titles["nb"], count=count)


def _order(live: Live) -> tuple[str, str, str]:
    held = live.attributes
    return live.kind, str(held.get("applicationName") or held.get("title") or held.get("keyName")), live.label


def _is_said(value: Value) -> bool:
    """Whether it is a text that can be written down."""
    return isinstance(value, str) and bool(value) and can_be_written(value)


def _here(request: DeclareRequest) -> SourceRange:
    return SourceRange(str(request.account.ref), 1, 1)


def _is_it(desired: Desired, one: _Wanted) -> bool:
    """Whether what is declared already is that thing."""
    if desired.address.kind != one.live.kind:
        return False
    if one.live.kind == ACCESS:
        return desired.attributes.get("officeKey") == (one.body.get("officeKey") or one.facts.name)
    return _agree(desired, one.live)


def _asks_for(desired: Mapping[tuple[str, str], Desired], item: Declared, live: Live) -> bool:
    wanted = desired.get((live.kind, item.name))
    return wanted is not None and _agree(wanted, live)


def _agree(desired: Desired, live: Live) -> bool:
    """Whether what was read of the thing's identity, and of what cannot be changed, is what is wanted."""
    known: ResourceType = _TYPES[live.kind]
    names: Iterable[str] = (*known.names(Role.IDENTITY), *known.names(Role.IMMUTABLE))
    pairs: list[tuple[Value, Value]] = [
        (desired.attributes.get(name), live.attributes[name])
        for name in names
        if name in live.attributes and name != "permissions"
    ]
    return all(wanted == there for wanted, there in pairs)
