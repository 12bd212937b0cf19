"""The scripted person: given a work item, logs in on the simulator's pages and does what a person would do.

Promises: works through the endpoint's transport only, by the words on the screen, as the office's administrator; the
key a page shows is handed over as a Sensitive; the text of an agreement is copied from the screen and compared before
it is accepted. Does not read the world, and does not decide: what the screen refuses is answered as refused, with the
screen's own words.

What it reads of `WorkItem.facts` (all optional but where noted):

    organization_number   the client's; without it the client is found by `company`, else by `account_name`
    company               the client's name
    integration_title     the integration's name in «Integrasjoner» or in the list of «Ny nøkkel»
    custom                true for «Tilpasset oppsett»
    application_name      «Applikasjonsnavn», for custom set-up, and to find a key without a known name
    owner_email           whose key it is (needed for keys)
    key_name              «Gi nøkkelen navn» (needed to make a key)
    permissions           all, same-as-owner, or a list of the screen's words or entitlement ids
    key_id                of the key to end; without it the key is found by its name, and without that by
                          `application_name` and owner
    other_key_names       names of keys that are certainly not the one to end
    other_key_ids         ids of such keys
    office_key_name       which office key a client is attached to; of several with one name it is the newest
    office_key_application  the application of that key, by which it is found where its name is not known
    template              «Tilgangsmal», as its words or as the API spells it

It answers with the fact `key_id` for a key it made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.model.errors import OutcomeUnknown, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.model.values import EMPTY, Attributes, attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.endpoint import Endpoint, TransportFailed, TransportRequest
from provisioner.spi.operator import Answer, Compare, Operator, OperatorRequest, Question, Verdict
from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser, Element, ScreenBroke, ScreenFailed, Send, read_page
from provisioner_tripletex_simulator.entitlements import TEMPLATE_WORDS, every_id, label, names
from provisioner_tripletex_simulator.wire import Request, Response
from provisioner_tripletex_simulator.words import WORDS

WAS_THERE = "it was there already"
WAS_GONE = "it was gone already"


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one procedure."""

    facts: Attributes = EMPTY
    """What was seen."""
    secret: Sensitive | None = None
    """What was shown once."""
    note: str = ""
    """What there is to say."""


class _InDoubt(Exception):
    """What is there is not certainly what was meant, so nothing was touched."""


class _OtherText(Exception):
    """Another text is to be accepted than was, so it was not."""

    def __init__(self, copied: str) -> None:
        super().__init__("another text stands under «Avtale»")
        self.copied = copied
        """The text that stands there."""


class ScriptedPerson:
    """The office's administrator, played by a program."""

    def __init__(self, endpoint: Endpoint, read: Callable[[str], Element] = read_page) -> None:
        if not {"screenUser", "screenPassword"} <= set(endpoint.credentials):
            raise UsageError.of(WORDS("person-elsewhere"))
        self._endpoint = endpoint
        self._read = read
        self.name = endpoint.credentials["screenUser"].reveal()

    def perform(self, item: WorkItem) -> Answer:
        """Do it on the screen; a vendor is asked by telephone, and says the product's own name."""
        return self._perform(item, None)

    def perform_comparing(self, item: WorkItem, compare: Compare) -> Answer:
        """The same; the text of an agreement is copied and compared first, and another one is not accepted."""
        return self._perform(item, compare)

    def _perform(self, item: WorkItem, compare: Compare | None) -> Answer:
        if item.address.kind == "vendor_question":
            return Answer(AnswerKind.DONE, self.name, str(item.facts.get("integration_title") or item.title))
        browser = Browser(sender(self._endpoint), self._read)
        inside = False
        try:
            person.log_in(browser, self.name, self._endpoint.credentials["screenPassword"])
            _enter(browser, item)
            inside = True
            copied = _compared(browser, item, compare) if compare is not None else ""
            done = _carry_out(browser, item)
        except _OtherText as other:
            return Answer(AnswerKind.REFUSED, self.name, str(other), compared=other.copied)
        except ScreenFailed as refused:
            return Answer(AnswerKind.REFUSED, self.name, str(refused))
        except _InDoubt as doubt:
            return Answer(AnswerKind.NOT_DONE, self.name, str(doubt))
        except (ScreenBroke, TransportFailed) as failed:
            # Logging in and changing company can be done again; a form of the work itself may have been taken.
            if inside and failed.sent:
                raise OutcomeUnknown.of(WORDS("screen-silent")) from failed
            return Answer(AnswerKind.NOT_DONE, self.name, str(failed))
        return Answer(AnswerKind.DONE, self.name, done.note, done.facts, done.secret, compared=copied)

    def ask(self, question: Question) -> str:
        """Agrees: the default, else the first answer that is understood."""
        agreeing = [choice for choice in question.choices if choice in ("yes", "ja")]
        return next(iter([*agreeing, question.default, *question.choices]), "")

    def ask_sensitive(self, question: Question) -> Sensitive:
        """Knows no secret beyond those a page shows."""
        return Sensitive("")


def open_person(request: OperatorRequest) -> Operator:
    """The scripted person of a simulated world."""
    if request.endpoint is None:
        raise UsageError.of(WORDS("person-nowhere"))
    return ScriptedPerson(request.endpoint)


def sender(endpoint: Endpoint) -> Send:
    """A browser's way to the pages of an endpoint."""

    def send(request: Request) -> Response:
        sent = TransportRequest(
            request.method, request.path, request.query, tuple(request.headers.items()), request.body
        )
        try:
            answer = endpoint.transport.send(sent)
        except TransportFailed as failed:
            raise TransportFailed(str(failed), sent=failed.sent and request.method == "POST") from failed
        return Response(answer.status, dict(answer.headers), answer.body)

    return send


def _enter(browser: Browser, item: WorkItem) -> None:
    """Open the company in which it is done. After logging in one is in the office, where the accesses stand too."""
    if not item.address.account.is_office and item.address.kind != "client_access":
        person.open_company(browser, _client(item))


def _compared(browser: Browser, item: WorkItem, compare: Compare) -> str:
    """The text under «Avtale», once it is sure that it may be accepted. _OtherText where it may not."""
    title = _text(item, "integration_title") or item.address.name
    if person.is_activated(browser, title):
        return ""
    copied = person.open_tile(browser, title)
    if compare(copied).verdict is Verdict.OTHER:
        raise _OtherText(copied)
    return copied


def _carry_out(browser: Browser, item: WorkItem) -> _Done:
    kind = item.address.kind
    ends = item.action == "delete"
    if kind == "client_access":
        return _access(browser, item, ends)
    procedures = {"module": _module, "menu_activation": _activation, "user_key": _key, "office_key": _key}
    if kind not in procedures or item.action not in ("create", "delete"):
        raise ScreenFailed(f"there is no screen to {item.action} {kind}")
    return procedures[kind](browser, item, ends)


def _module(browser: Browser, item: WorkItem, ends: bool) -> _Done:
    if ends:
        raise ScreenFailed("nobody switches a module off on this screen")
    if browser.has("a", "Integrasjoner"):
        return _Done(note=WAS_THERE)
    person.activate_module(browser)
    return _Done()


def _activation(browser: Browser, item: WorkItem, ends: bool) -> _Done:
    title = _text(item, "integration_title") or item.address.name
    active = person.is_activated(browser, title)
    if ends:
        if not active:
            return _Done(note=WAS_GONE)
        person.deactivate_integration(browser, title)
        return _Done()
    if active:
        return _Done(note=WAS_THERE)
    person.activate_integration(browser, title)
    return _Done()


def _key(browser: Browser, item: WorkItem, ends: bool) -> _Done:
    owner = _text(item, "owner_email")
    if ends:
        return _key_ended(browser, item, owner)
    permissions, chosen = _permissions(item)
    wanted = person.WantedKey(
        owner_email=owner,
        key_name=_text(item, "key_name"),
        title="" if item.facts.get("custom") is True else _text(item, "integration_title"),
        application_name=_text(item, "application_name"),
        permissions=permissions,
        chosen=chosen,
        office=item.address.kind == "office_key",
    )
    shown = person.create_key(browser, wanted)
    return _Done(attributes(key_id=shown.key_id), shown.token)


def _key_ended(browser: Browser, item: WorkItem, owner: str) -> _Done:
    """End the key of that id or name; else the only one it can be."""
    rows = person.keys_of(browser, owner)
    key_id, name, application = (_text(item, fact) for fact in ("key_id", "key_name", "application_name"))
    others = item.facts.get("other_key_names")
    excluded = others if isinstance(others, tuple) else ()
    held = item.facts.get("other_key_ids")
    rows = tuple(row for row in rows if key_id or row.key_id not in (held if isinstance(held, tuple) else ()))
    alike = [row for row in rows if row.application == application and row.name not in excluded]
    if key_id:
        found = [row for row in rows if row.key_id == key_id]
    else:
        found = [row for row in rows if row.name == name][:1] if name else alike
        if (alike and not found) or len(found) > 1:
            asked = f"no key is called «{name}»" if name else "the name of the key is not known"
            raise _InDoubt(f"{asked}, and for {application} there is {', '.join(f'«{row.name}»' for row in alike)}")
    if not found:
        return _Done(note=WAS_GONE)
    person.delete_key(browser, owner, found[0].key_id)
    return _Done()


def _permissions(item: WorkItem) -> tuple[str, tuple[str, ...]]:
    given = item.facts.get("permissions")
    if isinstance(given, tuple):
        return "chosen", tuple(_right_words(entry) for entry in given)
    return (given, ()) if given in ("all", "same-as-owner") and isinstance(given, str) else ("all", ())


def _right_words(entry: object) -> str:
    """An entitlement's id or technical name as the page words it; the page's own words stay."""
    by_any_name = {**{str(number): number for number in every_id()}, **{name: n for n, name in names().items()}}
    number = by_any_name.get(str(entry))
    return str(entry) if number is None else label(number)


def _access(browser: Browser, item: WorkItem, ends: bool) -> _Done:
    key, client = _text(item, "office_key_name"), _client(item)
    if ends:
        # A row of «Tilganger» says both what the key is called and what application it is for.
        mark = key or _text(item, "office_key_application")
        if not person.is_attached(browser, mark, client):
            return _Done(note=WAS_GONE)
        person.detach_clients(browser, mark, [client])
        return _Done()
    if not key:
        key = _only_office_key(browser, _text(item, "office_key_application"))
    template = _text(item, "template") or "ALL_PRIVILEGES"
    person.attach_clients(browser, key, TEMPLATE_WORDS.get(template, template), [client])
    return _Done()


def _only_office_key(browser: Browser, application: str) -> str:
    """The one office key for that application."""
    offered = person.offered_keys(browser, application)
    if len(offered) > 1:
        raise _InDoubt(f"for {application} there is {', '.join(f'«{words}»' for words in offered)}")
    return offered[0] if offered else application


def _client(item: WorkItem) -> str:
    return _text(item, "organization_number") or _text(item, "company") or item.account_name


def _text(item: WorkItem, name: str) -> str:
    value = item.facts.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
