"""A firm's plan that holds every action and every reason, for the tests of the reports. No company in it is real."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.model.plan import (
    AccountPlan,
    Action,
    AttributeChange,
    Change,
    ChangeKind,
    Check,
    CheckStatus,
    Plan,
    Reason,
)
from provisioner.model.resource import NO_WORDS, Attribute, HandoffPlan, Live, Replacement, ResourceType, Role
from provisioner.model.values import NO_LABELS, FrozenMap, SecretRef, Unknown, attributes

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CANARY = "eyJ0b2tlbklkIjoxMjM0fQ-canary"  # what no report may ever show


ATTRIBUTES = {
    "applicationName": FrozenMap({"nb": "Applikasjonsnavn", "en": "Application name"}),
    "owner": FrozenMap({"nb": "Eier", "en": "Owner"}),
    "expires": FrozenMap({"nb": "Utløper", "en": "Expires"}),
}
VALUES = {
    "module": FrozenMap({"API_V2": FrozenMap({"nb": "Integrasjoner", "en": "Integrations"})}),
    "permissions": FrozenMap({"same-as-owner": FrozenMap({"nb": "de samme som eieren", "en": "the owner's"})}),
}


def _type(kind: str, nb: str, en: str, *roles: tuple[str, Role], **more: object) -> ResourceType:
    listed = tuple(
        Attribute(name, role, ATTRIBUTES.get(name, NO_LABELS), VALUES.get(name, NO_WORDS)) for name, role in roles
    )
    return replace(ResourceType(kind, listed, FrozenMap({"nb": nb, "en": en})), **more)  # type: ignore[arg-type]


MODULE = {"named_by": "module", "activated": True, "may_cost": True, "account_notes": ("module-needed",)}
TYPES = {
    made.kind: made
    for made in (
        _type("module", "Modul", "Module", ("module", Role.IDENTITY), permanent=True, **MODULE),
        _type(
            "menu_activation", "Aktivering", "Activation", ("integration", Role.IDENTITY), ("agreement", Role.MUTABLE)
        ),
        _type(
            "user_key",
            "Brukernøkkel",
            "User key",
            ("applicationName", Role.IDENTITY),
            ("owner", Role.IMMUTABLE),
            ("permissions", Role.MUTABLE),
            ("expires", Role.IMMUTABLE),
            ("keyName", Role.AT_CREATION),
            ("tokenId", Role.COMPUTED),
            ("token", Role.SECRET),
            holds_secret=True,
            named_by="applicationName",
        ),
        _type(
            "office_key",
            "Kontornøkkel",
            "Office key",
            ("applicationName", Role.IDENTITY),
            ("token", Role.SECRET),
            replacement=Replacement.CREATE_FIRST,
            holds_secret=True,
        ),
        _type(
            "client_access", "Klienttilgang", "Client access", ("officeKey", Role.IDENTITY), ("access", Role.MUTABLE)
        ),
    )
}

OFFICE = Account(AccountRef.office(), "Fjord Regnskap AS", Identity(organization_number="314286014"))
NORDLYS = Account(AccountRef.client("nordlys-bakeri"), "Nordlys Bakeri AS", Identity(organization_number="312345676"))
HAVN = Account(AccountRef.client("havn-kafe"), "Havn Kafé AS", Identity(company_id=7001))
SKJAER = Account(AccountRef.client("skjaer-elektro"), "Skjær Elektro AS", Identity(organization_number="987654325"))
ROLIG = Account(AccountRef.client("rolig-regn"), "Rolig Regn AS", Identity(organization_number="923609016"))
HANDOFF = HandoffPlan("Huma AS", "portal", "https://huma.example/koble", ("ownerEmail",), ("email",), ("Lim inn.",))


def at(account: Account, kind: str, name: str) -> Address:
    return Address(account.ref, kind, name)


def note(code: str, severity: Severity, en: str, nb: str, **more: object) -> Diagnostic:
    made = Diagnostic(code, severity, Text(en), translations=(("nb", Text(nb)),))
    return replace(made, **more)  # type: ignore[arg-type]


def update(name: str, before: str | None, after: object, kind: ChangeKind = ChangeKind.UPDATE) -> AttributeChange:
    return AttributeChange.of(name, before, attributes(it=after)["it"], kind)


def _key(**more: object) -> FrozenMap:  # type: ignore[type-arg]
    wanted: dict[str, object] = {
        "applicationName": "Huma",
        "owner": "per@nordlys.example",
        "permissions": "same-as-owner",
    }
    return attributes(**{**wanted, **more})


GUIDED = note("no-api", Severity.INFO, "the API needs an approved consumer", "API-et krever en godkjent tilgang")


def office_changes() -> tuple[Change, ...]:
    key = at(OFFICE, "office_key", "visma-finale")
    return (
        Change(
            at(OFFICE, "module", "integrasjoner"),
            Action.ADOPT,
            Reason.PERMANENT,
            after=attributes(module="API_V2"),
            native_id="4711",
        ),
        Change(
            key,
            Action.CREATE_THEN_DELETE,
            Reason.EXPIRING,
            before=attributes(applicationName="Visma Finale", token=CANARY),
            after=attributes(applicationName="Visma Finale"),
            attribute_changes=(update("applicationName", "Visma Finale ", "Visma Finale", ChangeKind.REPLACE),),
            generation=3,
            driver="api",
            holds_secret=True,
            source=SourceRange("office.yaml", 5, 3),
            handoff=replace(HANDOFF, vendor="Visma", channel=None),
        ),
        Change(key, Action.DELETE, Reason.DEPOSED, generation=1, deposed=True, driver="guided"),
        Change(key, Action.NO_OP, Reason.OVERLAP, generation=2, deposed=True),
        Change(
            at(OFFICE, "office_key", "ekstra"),
            Action.HOLD,
            Reason.NOT_INVENTORIED,
            after=attributes(token=SecretRef("env:X")),
        ),
    )


def nordlys_changes() -> tuple[Change, ...]:
    module = at(NORDLYS, "module", "integrasjoner")
    costs = note("module-added", Severity.INFO, "Added by itself; it may cost.", "Lagt til av seg selv; den kan koste.")
    source = SourceRange("profiles/butikk.yaml", 7, 3)
    return (
        Change(
            at(NORDLYS, "client_access", "visma-finale"),
            Action.CREATE,
            Reason.NOT_IN_STATE,
            after=FrozenMap(
                {"officeKey": Unknown(at(OFFICE, "office_key", "visma-finale"), "tokenId"), "access": "STANDARD"}
            ),
            driver="guided",
            depends_on=(at(OFFICE, "office_key", "visma-finale"),),
            source=source,
        ),
        Change(
            at(NORDLYS, "menu_activation", "shopify"),
            Action.UPDATE,
            Reason.CONFIGURATION,
            before=attributes(integration="shopify", agreement="2025-01"),
            after=attributes(integration="shopify", agreement="2026-03"),
            attribute_changes=(update("agreement", "2025-01", "2026-03"),),
            driver="guided",
            driver_note=GUIDED,
            source=source,
        ),
        Change(
            module, Action.CREATE, Reason.NOT_IN_STATE, after=attributes(module="API_V2"), driver="api", notes=(costs,)
        ),
        Change(
            at(NORDLYS, "user_key", "huma"),
            Action.CREATE,
            Reason.NOT_IN_STATE,
            after=_key(keyName='Huma "Nordlys"', expires="2027-12-31"),
            driver="guided",
            driver_note=GUIDED,
            depends_on=(module,),
            holds_secret=True,
            handoff=HANDOFF,
            source=SourceRange("clients/nordlys.yaml", 12, 3),
            origins=(("applicationName", source), ("owner", SourceRange("clients/nordlys.yaml", 14, 5))),
        ),
    )


def nordlys_keys() -> tuple[Change, ...]:
    """The keys of Nordlys that are there already."""
    return (
        Change(
            at(NORDLYS, "user_key", "kassa"),
            Action.DELETE_THEN_CREATE,
            Reason.CONFIGURATION,
            before=_key(tokenId="88", applicationName="Kassapluss", tags=("a", "b")),
            after=_key(applicationName="KassaPluss_Prod", tags=("a", "b")),
            attribute_changes=(
                update("applicationName", "Kassapluss", "KassaPluss_Prod", ChangeKind.REPLACE),
                update("keyName", "Kassa gammel", "Kassa ny", ChangeKind.NOTED),
                update("expires", None, "2027-01-01"),
            ),
            generation=2,
            driver="guided",
            source=SourceRange("clients/nordlys.yaml", 20, 3),
        ),
        Change(
            at(NORDLYS, "user_key", "gammel"),
            Action.DELETE,
            Reason.NOT_IN_MANIFEST,
            before=_key(tokenId="12", limits=FrozenMap({"max": 3, "on": True, "rate": 1.5, "none": None})),
            driver="guided",
        ),
        Change(
            at(NORDLYS, "user_key", "endret"),
            Action.UPDATE,
            Reason.DRIFT,
            before=_key(permissions="all"),
            after=_key(),
            attribute_changes=(update("permissions", "all", "same-as-owner"),),
            drift=(update("permissions", "same-as-owner", "all"),),
            live_known=True,
            driver="guided",
        ),
        Change(at(NORDLYS, "user_key", "fjernes"), Action.DELETE, Reason.DESTROY_ASKED, before=_key(), driver="guided"),
        Change(
            at(NORDLYS, "user_key", "navn"),
            Action.NO_OP,
            Reason.UNCHANGED,
            before=_key(keyName="A"),
            after=_key(keyName="B"),
            attribute_changes=(update("keyName", "A", "B", ChangeKind.NOTED),),
        ),
        Change(at(NORDLYS, "user_key", "stille"), Action.NO_OP, Reason.UNCHANGED, before=_key(), after=_key()),
    )


def havn_changes() -> tuple[Change, ...]:
    key = at(HAVN, "user_key", "huma")
    since = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

    def one(name: str, action: Action, reason: Reason, **more: object) -> Change:
        made = Change(
            at(HAVN, "user_key", name), action, reason, after=_key(), source=SourceRange("clients/havn.yaml", 3, 1)
        )
        return replace(made, **more)  # type: ignore[arg-type]

    return (
        one("adopt-asked", Action.ADOPT, Reason.ADOPT_ASKED, native_id="9"),
        one("attested", Action.ADOPT, Reason.ATTESTED),
        one("vanished-forgotten", Action.FORGET, Reason.VANISHED, before=_key(), after=FrozenMap()),
        Change(at(HAVN, "module", "gammel"), Action.FORGET, Reason.PERMANENT, before=attributes(module="X")),
        one("secret-lost", Action.DELETE_THEN_CREATE, Reason.SECRET_LOST, before=_key(tokenId="5"), generation=2),
        one("tainted", Action.DELETE_THEN_CREATE, Reason.TAINTED, before=_key(), generation=2),
        one("recreate", Action.CREATE, Reason.RECREATE_ASKED),
        one("vanished", Action.CREATE, Reason.VANISHED),
        one("conflict", Action.HOLD, Reason.CONFLICT),
        one("not-inventoried", Action.HOLD, Reason.NOT_INVENTORIED),
        one("not-inventoried-2", Action.HOLD, Reason.NOT_INVENTORIED),
        one("unsure", Action.HOLD, Reason.UNSURE),
        one("in-use", Action.HOLD, Reason.OVERLAP, before=_key(), after=FrozenMap()),
        one("permanent", Action.HOLD, Reason.PERMANENT, before=_key()),
        one("needs-recreate", Action.HOLD, Reason.NEEDS_RECREATE, before=_key()),
        one("waits-for", Action.HOLD, Reason.WAITS_FOR, waits_for=(key,)),
        one(
            "protected",
            Action.HOLD,
            Reason.PROTECTED,
            before=_key(permissions="all"),
            attribute_changes=(update("permissions", "all", "same-as-owner"),),
        ),
        one("preflight", Action.HOLD, Reason.PREFLIGHT),
        one("huma", Action.AWAIT, Reason.AWAITING_PERSON, since=since, intent_id="01JD-ab12cd"),
        one("changed", Action.ASK, Reason.AWAITING_CHANGED, since=since, intent_id="01JD-ff00aa"),
        one("open", Action.ASK, Reason.OPEN_INTENT, since=since, intent_id="01JD-0e0e0e"),
    )


def living_changes() -> tuple[Change, ...]:
    """Keys that are rotated, and a client that leaves."""

    def one(name: str, action: Action, reason: Reason, **more: object) -> Change:
        source = SourceRange("clients/havn.yaml", 3, 1)
        return replace(Change(at(HAVN, "user_key", name), action, reason, source=source), **more)  # type: ignore[arg-type]

    then = note(
        "last-day-ours",
        Severity.INFO,
        "the client leaves: from 2026-12-31 it is ended, for it is ours",
        "klienten slutter: fra 2026-12-31 avsluttes den, for den er vår",
    )
    return (
        one("rotated", Action.CREATE_THEN_DELETE, Reason.ROTATION, before=_key(), after=_key(), generation=2),
        one("rotating", Action.HOLD, Reason.ROTATING, before=_key(), after=_key()),
        one("offboarded", Action.DELETE, Reason.OFFBOARDED, before=_key()),
        one("handed-over", Action.FORGET, Reason.HANDED_OVER, before=_key()),
        one("whose", Action.HOLD, Reason.WHOSE, before=_key()),
        one("last-day", Action.HOLD, Reason.LAST_DAY, before=_key(), after=_key(), notes=(then,)),
    )


def firm_plan(language: str = "en") -> Plan:
    """Everything at once."""
    preflight = at(HAVN, "user_key", "preflight")
    missing = note("owner-not-found", Severity.ERROR, "The owner is not there.", "Eieren finnes ikke.")
    unread = note("package-unknown", Severity.INFO, "The package cannot be read.", "Pakken kan ikke leses.")
    shrunk = Diagnostic(
        "too-many-deletes",
        Severity.ERROR,
        Text("The plan takes away 5 of 12.", "The project allows 2.", "Say `--allow-deletes`."),
        translations=(("nb", Text("Planen fjerner 5 av 12.", "Prosjektet tillater 2.", "Si `--allow-deletes`.")),),
    )
    stays = Diagnostic(
        "permanent-differs",
        Severity.ERROR,
        Text("It cannot be replaced.", "Such things are never ended by us.", "Change it on the screen."),
        address=at(HAVN, "user_key", "permanent"),
        translations=(("nb", Text("Den kan ikke erstattes.", "Slike avsluttes aldri.", "Endre den på skjermen.")),),
    )
    found = replace(
        note("expires-soon", Severity.WARNING, "The key expires soon.", "Nøkkelen utløper snart."),
        source=SourceRange("clients/havn.yaml", 4, 5, 4, 12),
        address=at(HAVN, "user_key", "huma"),
        related=(SourceRange("office.yaml", 1, 1),),
    )
    return Plan(
        project="fjord-regnskap",
        made_at=NOW,
        engine_version="0.1.0",
        accounts=(
            AccountPlan(OFFICE, "l0", 4, office_changes()),
            AccountPlan(
                HAVN,
                "l1",
                7,
                (*havn_changes(), *living_changes()),
                unmanaged=(
                    Live(HAVN.ref, "user_key", attributes(), "33", "Ukjent nøkkel"),
                    Live(HAVN.ref, "odd", attributes()),
                ),
            ),
            AccountPlan(NORDLYS, "", 0, (*nordlys_changes(), *nordlys_keys())),
            AccountPlan(ROLIG, "l3", 9, skipped=True),
            AccountPlan(SKJAER, "l4", 2, moved_from=AccountRef.client("skjer-elektro")),
        ),
        diagnostics=(found, stays),
        checks=(
            Check("module-available", CheckStatus.PASSED, NORDLYS.ref),
            Check("package", CheckStatus.NOT_CHECKABLE, HAVN.ref, finding=unread),
            Check("owner", CheckStatus.FAILED, HAVN.ref, preflight, missing),
        ),
        guards=(shrunk,),
        partial=True,
        language=language,
    )


def fleet_plan(clients: int, *, same: bool = True) -> Plan:
    """One change in many clients; alike, or each with an owner of its own."""
    accounts = []
    for number in range(clients):
        account = Account(
            AccountRef.client(f"klient-{number:05}"), f"Klient {number} AS", Identity(company_id=number + 1)
        )
        owner = "kari@fjord.example" if same else f"person{number}@klient.example"
        change = Change(at(account, "user_key", "huma"), Action.CREATE, Reason.NOT_IN_STATE, after=_key(owner=owner))
        accounts.append(AccountPlan(account, "", 0, (change,)))
    return Plan("fleet", NOW, "0.1.0", tuple(accounts))


def quiet_plan() -> Plan:
    """Nothing to do."""
    change = Change(at(NORDLYS, "user_key", "stille"), Action.NO_OP, Reason.UNCHANGED, before=_key(), after=_key())
    return Plan("fjord-regnskap", NOW, "0.1.0", (AccountPlan(NORDLYS, "l", 3, (change,)),))
