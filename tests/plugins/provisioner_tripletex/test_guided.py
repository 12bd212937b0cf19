"""What a person is asked to do, word for word, in both languages, and what is wrong with what they paste.

The expected texts stand in `__snapshots__/`; run with `--snapshot-update` after a change that was meant.
"""

from __future__ import annotations

import base64
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from provisioner.model.account import Account, Identity
from provisioner.model.address import Address
from provisioner.model.plan import StepAction
from provisioner.model.secrets import Sensitive
from provisioner.model.state import Entry
from provisioner.model.values import FrozenMap, Value
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer
from provisioner.spi.provider import StepRequest
from provisioner_tripletex.pasted import check_answer
from provisioner_tripletex.words import WORDS, en, nb
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    KARI,
    NORDLYS,
    PER,
    Bench,
    client_account,
    generation,
    request_of,
    state_of,
    step_of,
)

MENU = {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale 2026-03"}}}
TEXT = {"text": "sha256:" + "0" * 64}
PINNED = {"shopify-connectmyapps": {"agreement": {**MENU["shopify-connectmyapps"]["agreement"], **TEXT}}}
OLA = {"owner": {"contact": "ola@kunde.example", "of": "Kunde AS"}}
RIGHTS = ["Prosjekt > Prosjektinformasjon", 61]
SAMPLES = {
    "module": (request_of({"huma": PER}), "module"),
    "menu": (request_of(MENU), "menu_activation"),
    "menu-pinned": (request_of(PINNED), "menu_activation"),
    "key": (request_of({"huma": {**PER, "expires": "2027-12-31"}}), "user_key"),
    "contact": (request_of({"gripr": OLA}), "user_key"),
    "custom": (request_of({"shopbox": {**PER, "permissions": "same-as-owner"}}), "user_key"),
    "rights": (request_of({"gronnjobb": {**PER, "permissions": RIGHTS}}), "user_key"),
    "office-key": (request_of(label="fjord-regnskap", keys=FINALE), "office_key"),
    "access": (request_of(ATTACHED, keys=FINALE), "client_access"),
}
LANGUAGES = ("en", "nb")


def item_of(sample: str, action: StepAction, language: str = "en", **more: object) -> WorkItem:
    bench = Bench(language=language)
    request, kind = SAMPLES[sample]
    desired = bench.wanted(request, kind)
    held = desired.attributes.with_items({"key": "Visma Finale #1"} if kind == "client_access" else {})
    step = step_of(desired, "guided", action=action, **{"attributes": held, **more})
    return bench.provider.work_item(StepRequest(request.declared.account, step, "w1"))


def as_text(item: WorkItem) -> str:
    """As somebody could read it."""
    lines = [item.title, f"[{item.account_name}]"]
    for number, step in enumerate(item.steps, 1):
        lines.append(f"{number}. {step.text}")
        lines += [f"      {step.copy}"] if step.copy else []
    lines += [f"? {item.check}", f"@ {item.help_url}", f"secret: {item.asks_secret}", f"group: {item.group or '-'}"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [StepAction.CREATE, StepAction.DELETE])
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_kind_word_for_word(sample: str, action: StepAction, language: str, snapshot: SnapshotAssertion) -> None:
    assert as_text(item_of(sample, action, language)) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rarer_forms_word_for_word(language: str, snapshot: SnapshotAssertion) -> None:
    rotated = FrozenMap({"officeKey": "visma-finale", "key": "Visma Finale #2 (77)", "access": "AGRO_READ_ONLY"})
    known = {"keyId": 18460001}
    held = Bench().wanted(*SAMPLES["key"]).attributes.with_items(known)
    told = [
        item_of("access", StepAction.UPDATE, language, attributes=rotated, generation=2),
        item_of("key", StepAction.CREATE, language, replaces=True, generation=2),
        item_of("key", StepAction.DELETE, language, attributes=held),
        item_of("module", StepAction.UPDATE, language),
        item_of("menu", StepAction.UPDATE, language),
    ]
    assert "\n".join(as_text(item) for item in told) == snapshot


ADOPTED = Bench().wanted(*SAMPLES["key"]).attributes.without("keyName", "title", "setup", "expires", "validFor")
"""A key that was there before us: all that anybody told us is whose it is and what for."""
THROUGH_ADOPTED = Bench().wanted(*SAMPLES["access"]).attributes.without("key")
"""An access through such a key of the office's, which has no reference."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_whose_name_nobody_told_us_word_for_word(language: str, snapshot: SnapshotAssertion) -> None:
    office = Bench().wanted(*SAMPLES["office-key"]).attributes.without("keyName", "title", "setup", "validFor")
    told = [
        item_of("key", StepAction.DELETE, language, attributes=ADOPTED),
        item_of("key", StepAction.UPDATE, language, attributes=ADOPTED),
        item_of("key", StepAction.DELETE, language, attributes=ADOPTED.with_items({"keyId": 18460001})),
        item_of("office-key", StepAction.DELETE, language, attributes=office),
        item_of("office-key", StepAction.UPDATE, language, attributes=office),
        item_of("access", StepAction.CREATE, language, attributes=THROUGH_ADOPTED),
        item_of("access", StepAction.DELETE, language, attributes=THROUGH_ADOPTED),
    ]
    assert "\n".join(as_text(item) for item in told) == snapshot


def test_a_name_that_nobody_told_us_is_not_made_up() -> None:
    item = item_of("key", StepAction.DELETE, attributes=ADOPTED)
    assert (item.facts["key_name"], item.facts["key_id"], item.facts["other_key_names"]) == (None, None, ())
    assert (item.facts["application_name"], item.facts["owner_email"]) == ("Huma", "per@nordlys.example")
    assert item.facts["integration_title"] == "Huma"
    assert "«huma»" not in as_text(item)
    access = item_of("access", StepAction.CREATE, attributes=THROUGH_ADOPTED)
    assert (access.facts["office_key_name"], access.facts["office_key_application"]) == (None, "VismaFinale")
    assert "«Visma Finale»" not in as_text(access), "that is what the manifest would have called it"
    known = item_of("key", StepAction.DELETE)
    assert (known.facts["key_name"], known.facts["other_key_names"]) == ("Huma Nordlys Bakeri AS", None)


def test_what_took_the_place_of_a_nameless_key_is_left_alone() -> None:
    desired = Bench().wanted(*SAMPLES["key"])
    address, other = desired.address, Address(NORDLYS, "user_key", "another")
    elsewhere = desired.attributes.with_items({"owner": "ida@nordlys.example", "keyName": "Idas"})
    prior = state_of(
        NORDLYS,
        Entry(address, generation(2, desired.attributes), (generation(1, ADOPTED),)),
        Entry(other, generation(1, elsewhere)),
    )
    step = step_of(desired, "guided", action=StepAction.DELETE, attributes=ADOPTED)
    item = Bench().provider.work_item(StepRequest(client_account(), step, "w", prior=prior))
    assert item.facts["other_key_names"] == ("Huma Nordlys Bakeri AS",)
    assert "Leave the key «Huma Nordlys Bakeri AS» alone" in as_text(item)


def test_both_languages_have_every_sentence_with_the_same_placeholders() -> None:
    assert nb.WORK.keys() == en.WORK.keys()
    for key, sentence in nb.WORK.items():
        assert set(re.findall(r"{\w+}", sentence)) <= set(re.findall(r"{\w+}", en.WORK[key])), key
    for code, phrase in WORDS.phrases.items():
        assert phrase.nb.summary, code
        # What is a placeholder and nothing else has words in neither language.
        assert phrase.nb.summary != phrase.en.summary or re.fullmatch(r"{\w+}", phrase.en.summary), code
        assert bool(phrase.nb.hint) == bool(phrase.en.hint), code


VERBS = {
    *("catalog search", "catalog show", "handoff list", "handoff confirm", "work start", "doctor", "recover"),
    *("browser check", "browser login", "catalog list", "people replace", "apply", "rotate", "state show"),
    "work compare",
}


def test_every_command_that_is_named_is_there() -> None:
    told = [*en.WORK.values(), *nb.WORK.values()]
    for phrase in WORDS.phrases.values():
        for text in (phrase.en, phrase.nb):
            told += [text.summary, text.detail, text.hint]
    named = {found for text in told for found in re.findall(r"`?provisioner ([a-z]+(?: [a-z]+)?)", text)}
    assert named <= VERBS
    for code in (code for code in WORDS.phrases if code.startswith("settle-")):
        filled = WORDS(code, **dict.fromkeys(("address", "company", "key_name", "owner", "title", "application"), "X"))
        assert "`provisioner recover X --done`" in filled.hint, "a call that was cut off has one verb"


@pytest.mark.parametrize("action", list(StepAction)[:3])
@pytest.mark.parametrize("sample", SAMPLES)
def test_labels_of_the_screen_are_the_same_in_both_languages(sample: str, action: StepAction) -> None:
    """A label that is translated cannot be found on the screen."""

    def labels(language: str) -> set[str]:
        item = item_of(sample, action, language)
        # «ikke gjort» is an answer to us, not a label of the screen.
        said = "\n".join(step.text for step in item.steps).replace("«ikke gjort»", "")
        return set(re.findall("«([^»]+)»", said))

    assert labels("nb") == labels("en")


def test_facts_are_what_a_program_needs() -> None:
    facts = item_of("rights", StepAction.CREATE).facts
    assert facts["organization_number"] == "312345676"
    assert (facts["owner_email"], facts["owner_kind"]) == ("per@nordlys.example", "employee")
    assert (facts["custom"], facts["application_name"]) == (True, "GrønnJobb")
    assert facts["permissions"] == (61, "Prosjekt > Prosjektinformasjon")
    access = item_of("access", StepAction.CREATE).facts
    assert (access["office_key_name"], access["template"], access["office"]) == (
        "Visma Finale",
        "STANDARD_PRIVILEGES_ACCOUNTANT",
        True,
    )


def test_three_hundred_clients_of_one_key_are_one_tick_list() -> None:
    bench = Bench()
    desired = bench.wanted(*SAMPLES["access"])
    held = desired.attributes.with_items({"key": "Visma Finale #1"})
    groups = set()
    for label in ("nordlys-bakeri", "fjellsport", "havna-ror"):
        step = step_of(desired, "guided", attributes=held)
        groups.add(bench.provider.work_item(StepRequest(client_account(label), step, "w")).group)
    assert len(groups) == 1
    other = step_of(desired, "guided", attributes=held.with_items({"access": "ALL_PRIVILEGES"}))
    assert bench.provider.work_item(StepRequest(client_account(), other, "w")).group not in groups


def sheet_text(language: str, action: StepAction, through: FrozenMap[Value] | None = None) -> str:
    """What three clients of one tick list share; an AssertionError where they share less."""
    bench = Bench(language=language)
    desired = bench.wanted(*SAMPLES["access"])
    held = desired.attributes.with_items({"key": "Visma Finale #1"}) if through is None else through
    step = step_of(desired, "guided", action=action, attributes=held)
    items = [
        bench.provider.work_item(StepRequest(client_account(label), step, "w"))
        for label in ("nordlys-bakeri", "fjellsport", "havna-ror")
    ]
    sheets = {item.sheet for item in items}
    assert len(sheets) == 1
    assert len({item.group_line for item in items}) == len(items)
    (sheet,) = sheets
    assert sheet is not None
    steps = [f"{number}. {step.text} {step.copy}".rstrip() for number, step in enumerate(sheet.steps, 1)]
    return "\n".join([sheet.title, f"[{sheet.account_name}]", *steps, f"? {sheet.check}", items[0].group_line]) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [StepAction.CREATE, StepAction.UPDATE, StepAction.DELETE])
def test_a_tick_list_names_no_client_above_it_word_for_word(
    action: StepAction, language: str, snapshot: SnapshotAssertion
) -> None:
    told = [sheet_text(language, action), sheet_text(language, action, THROUGH_ADOPTED)]
    for text in told:
        assert not any("Nordlys" in line or "312 345 676" in line for line in text.splitlines()[:-1])
    assert "\n".join(told) == snapshot


def test_what_is_done_at_a_client_is_done_alone() -> None:
    for sample in SAMPLES:
        item, together = item_of(sample, StepAction.CREATE), sample in ("access", "module", "menu", "menu-pinned")
        assert (item.sheet is not None, bool(item.group_line)) == (together, together)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_is_activated_for_many_clients_on_one_sheet_word_for_word(
    language: str, snapshot: SnapshotAssertion
) -> None:
    bench = Bench(language=language)
    items = []
    for label in ("nordlys-bakeri", "havna-ror"):
        request = request_of({"huma": PER}, label=label)
        step = step_of(bench.wanted(request, "module"), "guided")
        items.append(bench.provider.work_item(StepRequest(request.declared.account, step, label)))
    (sheet,) = {item.sheet for item in items}
    assert sheet is not None
    told = "\n".join([sheet.title, f"[{sheet.account_name}]", *(step.text for step in sheet.steps), f"? {sheet.check}"])
    assert "Nordlys" not in told
    assert [item.account_name for item in items] == ["Nordlys Bakeri AS", "Havna Rør AS"], "alone it is at the client"
    assert told == snapshot


def menu_item(bench: Bench, label: str, **agreement: str) -> WorkItem:
    terms = {"acceptedBy": "kari@fjord.example", "authority": "avtale 2026-03", **agreement}
    request = request_of({"shopify-connectmyapps": {"agreement": terms}}, label=label)
    step = step_of(bench.wanted(request, "menu_activation"), "guided")
    return bench.provider.work_item(StepRequest(request.declared.account, step, label))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_integration_is_activated_for_many_clients_on_one_sheet_word_for_word(
    language: str, snapshot: SnapshotAssertion
) -> None:
    bench = Bench(language=language)
    (sheet,) = {menu_item(bench, label).sheet for label in ("nordlys-bakeri", "havna-ror")}
    assert sheet is not None
    told = "\n".join([sheet.title, f"[{sheet.account_name}]", *(step.text for step in sheet.steps), f"? {sheet.check}"])
    assert "Nordlys" not in told
    assert f"{told}\n> {sheet.compares}" == snapshot


def test_only_what_is_accepted_on_the_same_terms_is_on_one_sheet() -> None:
    bench = Bench()
    items = [
        menu_item(bench, "nordlys-bakeri"),
        menu_item(bench, "havna-ror", acceptedBy="ola@fjord.example"),
        menu_item(bench, "elvebakken-sykkel", authority="avtale 2025-01"),
        menu_item(bench, "fjellsport", text="sha256:" + "1" * 64),
    ]
    assert len({item.sheet for item in items}) == len(items)


def test_the_offices_own_service_is_not_on_the_clients_sheet() -> None:
    request = request_of(label="fjord-regnskap", keys=FINALE)
    bench = Bench()
    step = step_of(bench.wanted(request, "module"), "guided")
    assert bench.provider.work_item(StepRequest(request.declared.account, step, "w")).sheet is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_where_one_looks_whether_it_is_there_word_for_word(
    sample: str, language: str, snapshot: SnapshotAssertion
) -> None:
    request, kind = SAMPLES[sample]
    bench = Bench(language=language)
    item = bench.provider.look_item(request.declared.account, bench.wanted(request, kind))
    sheet = item.sheet
    assert sheet is not None
    steps = [step.text for step in sheet.steps]
    assert "\n".join([item.title, f"[{sheet.account_name}]", *steps, item.group_line]) == snapshot


def test_who_a_client_is_attached_through_is_looked_for_in_the_office() -> None:
    request, kind = SAMPLES["access"]
    item = Bench().provider.look_item(request.declared.account, Bench().wanted(request, kind))
    assert any("«Klient» > «Tilganger»" in step.text for step in item.steps)
    assert item.account_name == "the office's own account"


def test_a_company_without_a_number_is_still_asked_for() -> None:
    bench = Bench()
    desired = bench.wanted(*SAMPLES["menu"])
    account = Account(NORDLYS, "Nordlys {Bakeri}", Identity(company_id=7))
    item = bench.provider.work_item(StepRequest(account, step_of(desired, "guided"), "w"))
    assert "Nordlys {Bakeri}" in item.check


LONG = "eyJ0b2tlbklkIjo0MiwidG9rZW4iOiJ0ZXN0In0"
IN_TEST = "eyJ0b2tlbklkIjo3LCJ0b2tlbiI6InRlc3QtNDVkYyJ9"  # {"tokenId":7,"token":"test-45dc"}
TOKEN = "0b5c1a3e-7d42-4f0e-9a55-3c1f6f0e2b78"
WRAPPED = base64.b64encode(f'{{"tokenId":77,"token":"{TOKEN}"}}'.encode()).decode()
PASTED = [
    (None, "answer-empty"),
    ("   ", "answer-empty"),
    ("18460123", "answer-is-id"),
    ("ID:18460078", "answer-is-id"),
    ("Brukernøkkel-ID: 18460078", "answer-is-id"),
    ("test-18460078", "answer-is-id"),
    ("312345676", "answer-is-number"),
    ("312 345 676", "answer-is-number"),
    ("ey half\nkey", "answer-blanks"),
    ("Huma Nordlys Bakeri AS", "answer-is-name"),
    ("Nordlys Bakeri AS", "answer-is-name"),
    ("Huma", "answer-is-name"),
    ("per@nordlys.example", "answer-is-name"),
    ("ours-0123456789", "answer-is-ours"),
    ("https://www.vg.no/nyheter", "answer-is-address"),
    ("https://tripletex.no/execute/employee?id=42&contextId=1234567890123", "answer-is-address"),
    ("www.leverandor-med-et-langt-navn.no/oppsett/1234", "answer-is-address"),
    ("hallo", "answer-no-key"),
    ("passord123", "answer-no-key"),
    ("test-", "answer-no-key"),
    ('{"value":1}', "answer-no-key"),
    ('{"value":{"token":"eyJ0b2tlbklkIjo0MiwidG9rZW4iOiJ0ZXN0In0"}}', "answer-no-key"),
    ("enlangsetningutenmellomromogutensifre", "answer-no-key"),
    (LONG[:31], "answer-no-key"),
    (LONG, ""),
    (f"  {LONG}\n", ""),
    ("0b5c1a3e-7d42-4f0e-9a55-3c1f6f0e2b77", ""),
]


@pytest.mark.parametrize(("pasted", "code"), PASTED)
def test_what_people_paste(pasted: str | None, code: str) -> None:
    item = item_of("key", StepAction.CREATE)
    secret = Sensitive(pasted) if pasted is not None else None
    found = check_answer(item, Answer(AnswerKind.DONE, "kari", secret=secret), (Sensitive("ours-0123456789"),))
    assert [each.code for each in found] == ([code] if code else [])
    assert pasted is None or len(pasted) < 6 or pasted not in str(found)
    for each in found:
        assert each.hint, "what to do about it"
        assert each.told_in("nb").summary != each.summary


@pytest.mark.parametrize(("ours", "pasted"), [(WRAPPED, TOKEN), (TOKEN, WRAPPED), (WRAPPED, WRAPPED.rstrip("="))])
def test_our_own_token_is_ours_wrapped_or_not(ours: str, pasted: str) -> None:
    answer = Answer(AnswerKind.DONE, "kari", secret=Sensitive(pasted))
    found = check_answer(item_of("key", StepAction.CREATE), answer, (Sensitive(ours),))
    assert [each.code for each in found] == ["answer-is-ours"]


@pytest.mark.parametrize(
    ("pasted", "environment", "code"),
    [
        (LONG, "production", ""),
        (LONG, "test", "answer-is-production"),
        (LONG, "simulator", "answer-is-production"),
        (f"test-{LONG}", "test", ""),
        (f"test-{LONG}", "production", "answer-is-test"),
        (IN_TEST, "production", "answer-is-test"),
        (IN_TEST, "test", ""),
        (LONG, "", ""),
    ],
)
def test_a_key_of_one_environment_is_none_of_another(pasted: str, environment: str, code: str) -> None:
    answer = Answer(AnswerKind.DONE, "kari", secret=Sensitive(pasted))
    found = check_answer(item_of("key", StepAction.CREATE), answer, (), environment)
    assert [each.code for each in found] == ([code] if code else [])


def test_only_a_key_that_was_made_is_asked_for() -> None:
    assert check_answer(item_of("module", StepAction.CREATE), Answer(AnswerKind.DONE)) == ()
    assert check_answer(item_of("key", StepAction.CREATE), Answer(AnswerKind.REFUSED)) == ()


def test_an_office_key_is_asked_for_by_whoever_may_make_one() -> None:
    request = request_of({"zapier": KARI}, label="fjord-regnskap")
    bench = Bench()
    step = step_of(bench.wanted(request, "user_key"), "guided")
    item = bench.provider.work_item(StepRequest(request.declared.account, step, "w"))
    assert "Fjord Regnskap AS" in item.steps[0].text
    assert "klientkontoer" in item_of("office-key", StepAction.CREATE).steps[0].text
