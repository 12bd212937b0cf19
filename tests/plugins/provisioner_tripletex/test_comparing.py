"""A text that a person copied, beside those that were accepted: told before it is ticked, recorded as the web does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.plan import StepAction
from provisioner.model.values import Attributes, Unknown, attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer, Compare, ComparingOperator, performed
from provisioner.spi.provider import StepDone, StepFailed, StepRequest, Verdict
from provisioner.testing.operators import ScriptedOperator, done
from provisioner_tripletex import comparing
from provisioner_tripletex.agreements import Agreements, agreement_digest
from provisioner_tripletex.words import WORDS
from tests.plugins.provisioner_tripletex.bench import NOW, Bench, client_account, request_of, step_of

TITLE = "Shopify av ConnectMyApps"
OLD, NEW = "Avtale mellom kunden og leverandøren.\n\nKunden gir tilgang.", "En helt annen avtale."
MENU = request_of(
    {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale 2026-03"}}}
)
ACCEPTED = attributes(
    title=TITLE, agreementDigest=agreement_digest(OLD), acceptedBy="ola@fjord.example", authority="avtale 2025-01"
)


def step(bench: Bench, text: str = "", action: StepAction = StepAction.CREATE) -> StepRequest:
    wanted = bench.wanted(MENU, "menu_activation")
    if text:
        wanted = replace(wanted, attributes=wanted.attributes.with_items(attributes(agreement=agreement_digest(text))))
    return StepRequest(client_account(), step_of(wanted, "guided", action=action), "intent-1")


def item(text: str = "") -> WorkItem:
    bench = Bench(drivers=("guided",))
    return bench.provider.work_item(step(bench, text))


def known(*held: Attributes) -> Agreements:
    return Agreements(lambda _: held)


@pytest.mark.parametrize(
    ("accepted", "pinned", "text", "verdict", "code"),
    [
        ((ACCEPTED,), "", OLD, Verdict.SAME, "agreement-same"),
        ((ACCEPTED,), "", " ".join(OLD.split()) + "\u00a0\n", Verdict.SAME, "agreement-same"),
        ((ACCEPTED,), "", NEW, Verdict.OTHER, "agreement-changed"),
        ((ACCEPTED,), "", " \n", Verdict.MISSING, "agreement-not-compared"),
        ((ACCEPTED,), "", "\u200b\ufeff\n", Verdict.MISSING, "agreement-not-compared"),
        ((ACCEPTED,), NEW, OLD, Verdict.OTHER, "agreement-changed"),
        ((ACCEPTED,), NEW, NEW, Verdict.SAME, "agreement-named"),
        ((), NEW, NEW, Verdict.SAME, "agreement-named"),
        ((), NEW, "", Verdict.MISSING, "agreement-not-compared"),
        ((), "", NEW, Verdict.FIRST, "agreement-first"),
        ((), "", "", Verdict.FIRST, "agreement-none-before"),
    ],
)
def test_what_a_text_is(accepted: tuple[Attributes, ...], pinned: str, text: str, verdict: Verdict, code: str) -> None:
    found = comparing.compare(known(*accepted), item(pinned), text, NOW)
    assert found.verdict is verdict
    assert found.found is not None
    assert found.found.code == code


@pytest.mark.parametrize(
    ("text", "count", "begins", "ends"),
    [
        (" ".join(f"ord{number}" for number in range(1, 101)), 100, "ord1 ord2 ord3 ord4 ord5 ord6", "ord100"),
        ("Bare en halv", 3, "Bare en halv", "Bare en halv"),
        ("æ" * 5000, 1, f"{'æ' * 80}…", f"…{'æ' * 80}"),
    ],
)
def test_of_the_first_text_of_all_one_sees_whether_it_is_the_whole(
    text: str, count: int, begins: str, ends: str
) -> None:
    found = comparing.compare(known(), item(), text, NOW).found
    assert found is not None
    for language, words in (("en", "words"), ("nb", "ord")):
        told = found.told_in(language).detail
        assert f" {count} {words}: " in told
        assert f" «{begins}» " in told
        assert f"{ends}». " in told
        assert len(told) < 700


KEY = "test-eyJ0b2tlbklkIjo5OTksInRva2VuIjoiYWJjZGVmYWJjZGVmYWJjIn0"


@pytest.mark.parametrize("text", [KEY, f" {KEY}\n", f"{OLD}\n{KEY}", f"Nøkkelen er «{KEY}»."])
@pytest.mark.parametrize("accepted", [(), (ACCEPTED,)])
def test_a_key_in_the_texts_place_is_refused_and_nothing_is_made_of_it(
    text: str, accepted: tuple[Attributes, ...]
) -> None:
    held = known(*accepted)
    told = comparing.compare(held, item(), text, NOW)
    assert told.verdict is Verdict.MISSING
    assert told.found is not None
    assert told.found.code == "agreement-is-key"
    for kind in (AnswerKind.DONE, AnswerKind.REFUSED):
        answer = Answer(kind, "kari", compared=text, nevertheless=True)
        assert [found.code for found in comparing.problems(held, item(), answer)] == ["agreement-is-key"]
    result = recorded(held, Answer(AnswerKind.DONE, "kari", compared=text))
    for made in (told, result, held.of(TITLE)):
        assert KEY not in repr(made)
        assert agreement_digest(text) not in repr(made)


@pytest.mark.parametrize(
    "text",
    [
        "Vilkårene står på https://www.leverandor.example/vilkaar/Versjon2/2026-11-01/Avtale",
        "Sak 0a1b2c3d-1111-2222-3333-444455556666 gjelder databehandleravtalen.",
        "Menneskerettighetsorganisasjonsmedlemskap 2026",
    ],
)
def test_long_words_are_no_keys(text: str) -> None:
    assert comparing.compare(known(), item(), text, NOW).verdict is Verdict.FIRST


def test_what_somebody_else_accepted_meanwhile_counts_and_is_not_looked_for_at_every_client() -> None:
    looked = 0
    held: list[Attributes] = []

    def recorded(_: str) -> list[Attributes]:
        nonlocal looked
        looked += 1
        return held

    accepted, asked = Agreements(recorded), item()

    def verdict(text: str, seconds: int) -> Verdict:
        return comparing.compare(accepted, asked, text, NOW + timedelta(seconds=seconds)).verdict

    assert [verdict(NEW, 0) for _ in range(300)] == [Verdict.FIRST] * 300
    assert looked <= 2
    held.append(ACCEPTED)
    assert verdict(OLD, 1) is Verdict.SAME
    assert verdict(NEW, 1) is Verdict.OTHER
    held.append(attributes(title=TITLE, agreementDigest=agreement_digest(NEW)))
    assert verdict(NEW, 60) is Verdict.SAME


def test_who_accepted_it_is_said_as_far_as_it_is_known() -> None:
    found = comparing.compare(known(ACCEPTED), item(), OLD, NOW).found
    assert found is not None
    assert "ola@fjord.example (avtale 2025-01)" in found.told_in("en").detail
    bare = comparing.compare(
        known(attributes(title=TITLE, agreementDigest=agreement_digest(OLD))), item(), OLD, NOW
    ).found
    assert bare is not None
    assert (bare.code, bare.told_in("en").detail) == ("agreement-same", "By –.")


@pytest.mark.parametrize(
    ("text", "said", "codes"),
    [
        (OLD, {}, []),
        (NEW, {}, ["agreement-other"]),
        (NEW, {"uncompared": True}, ["agreement-other"]),
        (NEW, {"nevertheless": True}, []),
        ("", {}, ["agreement-not-compared"]),
        ("", {"nevertheless": True}, ["agreement-not-compared"]),
        ("", {"uncompared": True}, []),
    ],
)
def test_nothing_is_accepted_in_silence(text: str, said: dict[str, bool], codes: list[str]) -> None:
    answer = replace(Answer(AnswerKind.DONE, "kari", compared=text), **said)  # type: ignore[arg-type]
    assert [found.code for found in comparing.problems(known(ACCEPTED), item(), answer)] == codes
    assert comparing.problems(known(), item(), answer) == (), "nobody has accepted one before"
    refused = replace(answer, kind=AnswerKind.REFUSED)
    assert comparing.problems(known(ACCEPTED), item(), refused) == ()


def recorded(accepted: Agreements, answer: Answer, pinned: str = "") -> StepDone:
    return comparing.done(accepted, step(Bench(drivers=("guided",)), pinned), answer, StepDone(by=answer.by))


@pytest.mark.parametrize("accepted", [(), (ACCEPTED,)])
def test_a_text_that_may_be_is_recorded_as_the_browser_records_it(accepted: tuple[Attributes, ...]) -> None:
    held = known(*accepted)
    result = recorded(held, Answer(AnswerKind.DONE, "kari", compared=OLD))
    assert result.computed == attributes(agreementDigest=agreement_digest(OLD))
    assert result.notes == ()
    assert held.of(TITLE) == {agreement_digest(OLD)}, "the rest of the run is held to it"
    assert held.accepted_by(TITLE, agreement_digest(OLD)).startswith("ola" if accepted else "kari@fjord.example (avt")


@pytest.mark.parametrize(
    ("text", "said", "code", "severity"),
    [
        (NEW, {"nevertheless": True}, "agreement-anyway", Severity.WARNING),
        ("", {"uncompared": True}, "agreement-uncompared", Severity.WARNING),
    ],
)
def test_what_was_not_accepted_before_is_recorded_as_activated_and_as_accepted_by_nobody(
    text: str, said: dict[str, bool], code: str, severity: Severity
) -> None:
    held = known(ACCEPTED)
    answer = replace(Answer(AnswerKind.DONE, "kari", compared=text), **said)  # type: ignore[arg-type]
    result = recorded(held, answer, OLD)
    assert dict(result.computed) == {"agreement": Unknown()}
    assert [(note.code, note.severity) for note in result.notes] == [(code, severity)]
    assert held.of(TITLE) == {agreement_digest(OLD)}, "it unlocks nothing elsewhere"


def test_where_nobody_has_accepted_one_that_nothing_was_compared_is_said_in_a_line() -> None:
    result = recorded(known(), Answer(AnswerKind.DONE, "kari"))
    assert result.computed == attributes()
    (note,) = result.notes
    told = note.told_in("en")
    assert (note.code, note.severity, told.detail, told.hint) == ("agreement-unrecorded", Severity.INFO, "", "")


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        (NEW, AnswerKind.REFUSED, "agreement-changed"),
        (OLD, AnswerKind.REFUSED, "work-refused"),
        ("", AnswerKind.REFUSED, "work-refused"),
        (NEW, AnswerKind.NOT_DONE, "work-not-done"),
    ],
)
def test_another_text_is_why_it_was_refused(text: str, kind: AnswerKind, code: str) -> None:
    request = step(Bench(drivers=("guided",)))
    failed = comparing.not_done(known(ACCEPTED), request, Answer(kind, "kari", "no", compared=text))
    assert (failed.diagnostic.code, failed.diagnostic.severity) == (code, Severity.ERROR)
    assert (agreement_digest(NEW) in failed.diagnostic.hint) == (code == "agreement-changed"), "what to write"


def test_what_ends_an_activation_compares_nothing() -> None:
    bench = Bench(drivers=("guided",))
    ends = step(bench, action=StepAction.DELETE)
    assert bench.provider.work_item(ends).compares == ""
    so_far = StepDone(by="kari")
    assert comparing.done(known(ACCEPTED), ends, Answer(AnswerKind.DONE, "kari"), so_far) is so_far


class Careful(ScriptedOperator):
    """Has every text compared, and accepts none that stops."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.verdicts = text, list[Verdict]()

    def perform_comparing(self, item: WorkItem, compare: Compare) -> Answer:
        self.verdicts.append(compare(self.text).verdict)
        kind = AnswerKind.REFUSED if self.verdicts[-1].stops else AnswerKind.DONE
        return Answer(kind, self.name, compared=self.text)


def test_a_person_at_hand_is_told_before_they_tick() -> None:
    careful = Careful(OLD)
    assert isinstance(careful, ComparingOperator)
    bench = Bench(drivers=("guided",), operator=careful)
    assert isinstance(bench.provider.apply(step(bench)), StepDone)
    careful.text = NEW
    stopped = bench.provider.apply(step(bench))
    assert isinstance(stopped, StepFailed)
    assert stopped.diagnostic.code == "agreement-changed"
    assert careful.verdicts == [Verdict.FIRST, Verdict.OTHER]


def test_what_somebody_did_who_compares_nothing_is_done_and_told() -> None:
    bench = Bench(drivers=("guided",), operator=ScriptedOperator([done()]))
    result = bench.provider.apply(step(bench, OLD))
    assert isinstance(result, StepDone)
    assert [note.code for note in result.notes] == ["agreement-uncompared"]


def test_only_what_compares_something_is_compared() -> None:
    careful = Careful(OLD)
    careful._answers = [done()]
    plain = replace(item(), compares="")
    assert performed(careful, plain, lambda text: comparing.compare(known(), plain, text, NOW)).kind is AnswerKind.DONE
    assert careful.verdicts == []


@pytest.mark.parametrize("code", [code for code in WORDS.phrases if code.startswith("agreement-")])
def test_words_never_hold_the_text_itself(code: str) -> None:
    phrase = WORDS.phrases[code]
    for text in (phrase.en, phrase.nb):
        assert "{text}" not in f"{text.summary}{text.detail}{text.hint}"
