"""From what is declared for an account to the resources that are wanted of it.

Promises: pure. Every mistake is a diagnostic that points at its line; nothing unknown is guessed, and one wrong
declaration does not hide what is wrong with the next. Does not: know who makes a thing (routes.py) or what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors
from provisioner.model.manifest import Declared, Section
from provisioner.model.resource import Desired, HandoffPlan
from provisioner.model.values import Attributes, FrozenMap, Unknown, Value, attributes
from provisioner.spi.provider import ExpandRequest, Expansion
from provisioner_tripletex.again import Around
from provisioner_tripletex.asking import question, to_be_told
from provisioner_tripletex.catalogue import Answer, Catalogue, HandoffFacts, IntegrationFacts, Method, PermissionMode
from provisioner_tripletex.declaration import (
    Expiry,
    Owner,
    Sheet,
    expiry_of,
    near,
    ordered_rights,
    owner_of,
    permissions_of,
    tidy,
)
from provisioner_tripletex.kinds import (
    ACCESS,
    CATALOGUE_SETUP,
    CLIENT_TEMPLATES,
    CUSTOM_SETUP,
    KEYS,
    MENU,
    MODULE,
    MODULE_ADDRESS,
    MODULE_NEEDED,
    OFFICE_KEY,
    QUESTION,
    TEMPLATE,
    USER_KEY,
    oslo_date,
)
from provisioner_tripletex.modules import INTEGRATIONS
from provisioner_tripletex.naming import (
    ASK_VENDOR,
    Naming,
    application_of,
    confirmed,
    facts_of,
    key_name_of,
    method_of,
)
from provisioner_tripletex.scene import Holder, Knowledge, More, Scene
from provisioner_tripletex.words import WORDS

_KIND_OF: Final[FrozenMap[str]] = FrozenMap(
    {
        Method.MENU.value: MENU,
        Method.USER_KEY.value: USER_KEY,
        Method.CUSTOM_KEY.value: USER_KEY,
        Method.OFFICE_KEY.value: ACCESS,
    }
)
_FIELDS: Final = FrozenMap(
    {
        "owner": ("owner",),
        "ownerKind": ("owner",),
        "ownerOf": ("owner", "of"),
        "acceptedBy": ("agreement", "acceptedBy"),
        "authority": ("agreement", "authority"),
        "agreement": ("agreement", "text"),
        "key": ("officeKey",),
    }
)
"""Where an attribute was written, where that is not under its own name."""


def expand(request: ExpandRequest, knowledge: Knowledge) -> Expansion:
    """What the declarations of one account ask for."""
    ref = request.declared.account.ref
    scene = Scene(request, knowledge, ref, oslo_date(request.now), Address(ref, MODULE, MODULE_ADDRESS))
    diagnostics: list[Diagnostic] = []
    wanted: list[Desired] = []
    company, again = request.declared.account.display_name, knowledge.kept.again
    around = Around(ref, company, scene.module, scene.today, scene.catalogue, request.office)
    for declared in sorted(request.declared.declared, key=lambda each: (each.section, each.name)):
        known = again.expanded(declared, around)
        if known is not None:
            wanted.append(known)
            continue
        sheet, desired = _one(scene, declared)
        diagnostics += sheet.found
        if desired is not None and not sheet.found:
            again.remember(declared, desired, around, _FIELDS)
        if desired is not None and not has_errors(sheet.found):
            wanted += (desired, *sheet.more)
    diagnostics += _duplicates(wanted)
    expansion = Expansion(_with_module(scene, wanted), tuple(diagnostics))
    if request.example and len(wanted) == 1 and not diagnostics:
        from provisioner_tripletex import alike  # noqa: PLC0415  # for firms with many clients

        one = wanted[0]
        return replace(
            expansion,
            alike=alike.alike_with(one, scene.catalogue),
            takes=(alike.taken_by(one),),
            likeness=alike.likeness_of(request.declared.declared[0], one, scene.catalogue),
        )
    return expansion


_FOLDED: Final = frozenset({"owner", "acceptedBy"})
"""Log-in names, in which capitals do not matter."""


def normalise(desired: Desired) -> Desired:
    """One form of every text; rights in order."""
    held, needs = desired.attributes, desired.depends_on
    tidied: dict[str, Value] = {}
    for name, value in held.items():
        if value is not None:
            form = value.strip() if type(value) is str and value.isascii() else _tidied(name, value)
            if name in _FOLDED and type(form) is str:
                form = form.lower()
            if form != value:
                tidied[name] = form
    if len(needs) > 1:
        needs = tuple(sorted(set(needs)))
    if not tidied and needs == desired.depends_on:
        return desired
    return replace(desired, attributes=held.with_items(tidied), depends_on=needs)


def _tidied(name: str, value: Value) -> Value:
    if isinstance(value, str):
        return tidy(value)
    if name == "permissions" and isinstance(value, tuple):
        return ordered_rights(value)
    return value


def _one(scene: Scene, declared: Declared) -> tuple[Sheet, Desired | None]:
    if declared.section is Section.OFFICE_KEYS:
        sheet = Sheet(declared, Address(scene.ref, OFFICE_KEY, declared.name))
        facts = facts_of(sheet, scene.catalogue)
        return sheet, _office_key(scene, sheet, facts) if facts is not None else None
    sheet = Sheet(declared, Address(scene.ref, USER_KEY, declared.name))
    facts = facts_of(sheet, scene.catalogue)
    method = method_of(sheet, facts) if facts is not None else None
    if facts is None or method is None:
        return sheet, None
    if _KIND_OF[method] != USER_KEY:
        sheet.address = Address(scene.ref, _KIND_OF[method], declared.name)
    if method is Method.MENU:
        return sheet, _activation(scene, sheet, facts)
    if method is Method.OFFICE_KEY:
        return sheet, _access(scene, sheet, facts)
    return sheet, _user_key(scene, sheet, Naming(facts, method, scene.request.declared.account.display_name))


def _activation(scene: Scene, sheet: Sheet, facts: IntegrationFacts) -> Desired:
    by, authority = sheet.text("agreement", "acceptedBy"), sheet.text("agreement", "authority")
    if (not by or not authority) and not sheet.flag("adopt"):
        # Who accepted what is there already nobody can read; where it would be made anew, the route asks (agreeing.py).
        sheet.report("agreement-missing", "agreement", title=facts.title)
    search = facts.menu_search or facts.title
    by = by.lower() if by else None
    made = attributes(title=tidy(facts.title), search=tidy(search), acceptedBy=by, authority=authority)
    text = sheet.text("agreement", "text")
    made = made.with_items({"agreement": text}) if text else made
    return _finished(scene, sheet, facts, made, More(search=search))


def _user_key(scene: Scene, sheet: Sheet, naming: Naming) -> Desired:
    owner = owner_of(sheet, office=False)
    setup = CUSTOM_SETUP if naming.method is Method.CUSTOM_KEY else CATALOGUE_SETUP
    return _key(scene, sheet, naming, Holder(setup, owner or Owner("", "")))


def _office_key(scene: Scene, sheet: Sheet, facts: IntegrationFacts) -> Desired:
    answer = facts.supports(Method.OFFICE_KEY)
    if answer is Answer.NO:
        sheet.report("office-key-forbidden", title=facts.title)
    elif answer is Answer.UNKNOWN and not confirmed(sheet):
        sheet.report("office-key-unknown", title=facts.title)
    owner = owner_of(sheet, office=True)
    listed = facts.methods is None or Method.USER_KEY in facts.methods or Method.OFFICE_KEY in facts.methods
    custom = sheet.text("method") == Method.CUSTOM_KEY or sheet.node("permissions") is not None or not listed
    naming = Naming(facts, Method.OFFICE_KEY, scene.request.declared.account.display_name)
    holder = Holder(CUSTOM_SETUP if custom else CATALOGUE_SETUP, owner or Owner("", ""))
    return _key(scene, sheet, naming, holder)


def _key(scene: Scene, sheet: Sheet, naming: Naming, holder: Holder) -> Desired:
    """A key of either kind."""
    facts, setup, owner = naming.facts, holder.setup, holder.owner
    application: Value = application_of(sheet, facts, scene.catalogue)
    if application == ASK_VENDOR:
        asked = question(sheet, facts)
        application = to_be_told(asked)
        sheet.more.append(asked)
    permissions: Value = TEMPLATE
    if setup == CUSTOM_SETUP:
        permissions = permissions_of(sheet, facts.permissions, scene.knowledge.entitlements)
    elif sheet.node("permissions") is not None and sheet.text("permissions") != PermissionMode.TEMPLATE:
        sheet.report("permissions-not-here", "permissions", title=facts.title)
    expiry = expiry_of(sheet, scene.today)
    values: dict[str, Value] = {
        "applicationName": application,
        "owner": owner.email,
        "permissions": permissions,
        "setup": setup,
        "title": tidy(facts.title),
        "keyName": key_name_of(sheet, naming),
        "expires": expiry.expires,
        "validFor": expiry.valid_for,
    }
    if sheet.address.kind == USER_KEY:
        values.update(ownerKind=owner.kind, ownerOf=owner.of)
    made: Attributes = FrozenMap(values)
    return _finished(scene, sheet, facts, made, More(expiry, _expiry_notes(scene, sheet, made, expiry), facts.title))


def _expiry_notes(scene: Scene, sheet: Sheet, made: Attributes, expiry: Expiry) -> tuple[Diagnostic, ...]:
    if expiry.on is None or not scene.knowledge.by_hand(sheet.address.kind, made):
        return ()
    kept = scene.knowledge.kept.reminders
    note = kept.get(expiry.on)
    if note is None:
        note = kept[expiry.on] = WORDS("expiry-is-a-reminder", Place(), date=expiry.on.isoformat())
    source = sheet.place("expires" if expiry.expires else "validFor")
    return (Diagnostic(note.code, note.severity, note.text, sheet.address, None, source, (), note.translations),)


def _access(scene: Scene, sheet: Sheet, facts: IntegrationFacts) -> Desired | None:
    if scene.ref.is_office:
        sheet.report("office-key-in-office", "method")
        return None
    key = _office_key_for(scene, sheet, facts)
    access = _access_template(sheet)
    if key is None:
        return None
    # The office's own mistakes are reported with the office; only the name is needed here.
    quiet = Sheet(key, Address(AccountRef.office(), OFFICE_KEY, key.name))
    office_name = scene.request.office.account.display_name if scene.request.office is not None else ""
    its_facts = scene.catalogue.find(quiet.text("integration") or key.name) or facts
    name = key_name_of(quiet, Naming(its_facts, Method.OFFICE_KEY, office_name))
    of = quiet.address
    made = attributes(officeKey=key.name, key=Unknown(of, "reference"), access=access, keyName=name)
    return replace(_finished(scene, sheet, facts, made, More(search=name)), depends_on=(of,), handoff=None)


def _office_key_for(scene: Scene, sheet: Sheet, facts: IntegrationFacts) -> Declared | None:
    """The office's declaration of the key that the client is to be attached to."""
    office = scene.request.office
    keys = [each for each in office.declared if each.section is Section.OFFICE_KEYS] if office is not None else []
    wanted = sheet.text("officeKey")
    if wanted is None:
        named = [key for key in keys if key.name == sheet.declared.name]
        serving = [key for key in keys if _serves(scene.catalogue, key) == facts.name]
        fitting = named or serving
        if len(fitting) > 1:
            sheet.report("office-key-choose", title=facts.title, keys=", ".join(f"`{key.name}`" for key in fitting))
            return None
    else:
        fitting = [key for key in keys if key.name == wanted]
    if not fitting:
        written = wanted or sheet.declared.name
        meant = near(written, [key.name for key in keys])
        path = ("officeKey",) if wanted is not None else ("method",)
        if meant:
            sheet.report("office-key-not-declared-near", *path, written=written, near=meant)
        else:
            sheet.report("office-key-not-declared", *path, written=written)
        return None
    other = _serves(scene.catalogue, fitting[0])
    if other != facts.name:
        sheet.report("office-key-of-another", "officeKey", key=fitting[0].name, other=other, title=facts.title)
        return None
    return fitting[0]


def _serves(catalogue: Catalogue, key: Declared) -> str:
    written = tidy(key.body.text("integration")) or key.name
    facts = catalogue.find(written)
    return facts.name if facts is not None else written


def _access_template(sheet: Sheet) -> str | None:
    written = sheet.text("access")
    if written is None:
        sheet.report("access-missing", templates=", ".join(CLIENT_TEMPLATES[:3]))
        return None
    if written not in CLIENT_TEMPLATES:
        meant = near(written, CLIENT_TEMPLATES) or CLIENT_TEMPLATES[0]
        sheet.report("access-wrong", "access", written=written, near=meant)
        return None
    return written


def _finished(scene: Scene, sheet: Sheet, facts: IntegrationFacts, made: Attributes, more: More) -> Desired:
    """What every resource has."""
    return Desired(
        address=sheet.address,
        attributes=made,
        source=sheet.declared.source,
        origins=_origins(sheet, made),
        depends_on=(scene.module, *(one.address for one in sheet.more)),
        integration=facts.name,
        adopt=sheet.flag("adopt"),
        protect=sheet.flag("protect"),
        expires_on=more.expiry.on,
        rotate_before_days=more.expiry.rotate_before_days,
        handoff=_handoff(sheet, facts, scene.knowledge),
        notes=more.notes,
        search=more.search,
    )


def _origins(sheet: Sheet, made: Attributes) -> FrozenMap[SourceRange]:
    found: dict[str, SourceRange] = {}
    body = sheet.declared.body
    entries = body.entries()
    for name in made:
        path = _FIELDS.get(name)
        node = entries.get(name) if path is None else body.get(*path)
        if node is not None and node.origin is not None:
            found[name] = node.origin
    return FrozenMap(found)


def _handoff(sheet: Sheet, facts: IntegrationFacts, knowledge: Knowledge) -> HandoffPlan:
    """What the vendor is given: as written, and for what is not written as the catalogue has it."""
    kept, language = knowledge.kept, knowledge.language
    if sheet.node("handoff") is not None or not facts.bundled:
        return _written_handoff(sheet, facts, language)
    found = kept.handoffs.get(facts.name)
    if found is None:
        found = kept.handoffs[facts.name] = _written_handoff(sheet, facts, language)
    return found


def _written_handoff(sheet: Sheet, facts: IntegrationFacts, language: str) -> HandoffPlan:
    """The same, without a look at what earlier accounts left."""
    known = facts.handoff or HandoffFacts()
    channel = known.channel.value if known.channel is not None else None
    return HandoffPlan(
        vendor=facts.vendor or facts.title,
        channel=sheet.text("handoff", "channel") or channel,
        url=sheet.text("handoff", "url") or known.url,
        also_needs=sheet.texts("handoff", "alsoNeeds") or known.also_needs,
        never=sheet.texts("handoff", "never") or known.never,
        steps=sheet.texts("handoff", "steps") or known.steps_in(language),
    )


def _duplicates(wanted: Iterable[Desired]) -> list[Diagnostic]:
    """Things that are one thing on the screen."""
    first: dict[tuple[Value, ...], Desired] = {}
    found: list[Diagnostic] = []
    codes = {MENU: "duplicate-activation", ACCESS: "duplicate-access"}
    for desired in wanted:
        kind, held = desired.address.kind, desired.attributes
        if kind in KEYS:
            mark: tuple[Value, ...] = (kind, held.get("applicationName"), held.get("owner"))
        else:
            mark = (kind, held.get("title"), held.get("officeKey"))
        earlier = first.setdefault(mark, desired)
        if earlier is not desired:
            related = (earlier.source,) if earlier.source is not None else ()
            place = Place(desired.source, desired.address, related=related)
            what = held.get("applicationName") or held.get("title") or held.get("officeKey")
            code = codes.get(kind, "duplicate-key")
            found.append(WORDS(code, place, what=what, owner=held.get("owner"), other=earlier.address.name))
    return found


def _with_module(scene: Scene, wanted: Sequence[Desired]) -> tuple[Desired, ...]:
    """All of them, and the module that the account's own keys and activations need."""
    needing = [desired for desired in wanted if desired.address.kind not in (ACCESS, QUESTION)]
    if not needing:
        return tuple(wanted)
    address = scene.module
    users = sorted({str(desired.attributes.get("title") or desired.address.name) for desired in needing})
    place = Place(needing[0].source, address)
    needed, costs = WORDS(MODULE_NEEDED, place, users=", ".join(users)), WORDS("module-added", place)
    module = Desired(address, attributes(name=INTEGRATIONS), place.source, notes=(needed,), cautions=(costs,))
    return (module, *wanted)
