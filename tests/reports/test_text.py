"""A plan as text: what other programs parse, what fits, what is left out."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.model.plan import AccountPlan, Action, Change, Plan, Reason
from provisioner.model.values import attributes
from provisioner.reports import text
from provisioner.reports.view import ViewOptions, view
from tests.reports.plans import HAVN, NORDLYS, NOW, SKJAER, TYPES, at, firm_plan, quiet_plan

PARSED = re.compile(r"^Plan: (\d+) to add, (\d+) to change, (\d+) to destroy", re.MULTILINE)


def last_line(shown: str) -> str:
    assert shown.endswith("\n")
    return shown.rstrip("\n").rsplit("\n", 1)[-1]


def plan_of(*changes: Change) -> Plan:
    return Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, changes),))


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_summary_is_the_last_line_in_every_language(language: str) -> None:
    shown = text.render(view(firm_plan(language), TYPES))
    assert PARSED.match(last_line(shown))
    found = PARSED.search(shown)
    assert found is not None
    assert found.groups() == ("10", "2", "9")


def test_nothing_to_do_is_one_line() -> None:
    assert text.render(view(quiet_plan(), TYPES)) == "No changes. The accounts are as the manifests say.\n"


def test_unchanged_resources_are_shown_when_asked_for() -> None:
    shown = text.render(view(quiet_plan(), TYPES, options=ViewOptions(show_unchanged=True)))
    assert "client/nordlys-bakeri/user_key/stille is unchanged" in shown


def test_only_waiting_is_no_change() -> None:
    change = Change(at(HAVN, "user_key", "huma"), Action.AWAIT, Reason.AWAITING_PERSON, since=NOW)
    shown = text.render(view(plan_of(change), TYPES))
    assert last_line(shown) == "No changes. Nothing can be done now, 1 awaiting."
    assert '  ⧗ awaiting since 2026-11-22T09:00:00Z: user_key "huma"' in shown.splitlines()
    assert "Nothing can be done now. This waits:" in shown
    since_when_ever = text.render(view(plan_of(replace(change, since=None)), TYPES))
    assert '  ⧗ awaiting: user_key "huma"' in since_when_ever


@pytest.mark.parametrize("language", ["en", "nb"])
def test_on_a_narrow_screen_lines_end_at_blanks(language: str) -> None:
    shown = text.render(view(firm_plan(language), TYPES), width=40, diagnostics=False)
    wide = [line for line in shown.splitlines()[:-1] if len(line) > 40]
    # Wider is an address or a command that is longer by itself, so that it can be copied, and the opening of a block.
    alone = re.compile(r" *(\S+ )?(\S+|`[^`]+`\S*)|.*[{]")
    assert [line for line in wide if not alone.fullmatch(line)] == []


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("width", [60, 100, 120, 500])
def test_no_line_is_too_wide(language: str, width: int) -> None:
    shown = text.render(view(firm_plan(language), TYPES), width=width)
    wide = [line for line in shown.splitlines()[:-1] if len(line) > min(width, 120)]
    assert [line for line in wide if "client/" not in line and "`" not in line] == []
    if width >= 100:
        assert wide == []


def test_a_long_value_is_folded_and_whole() -> None:
    long = "æ" * 500
    change = Change(
        at(HAVN, "user_key", "x"), Action.CREATE, Reason.NOT_IN_STATE, after=attributes(applicationName=long)
    )
    shown = text.render(view(plan_of(change), TYPES))
    assert max(len(line) for line in shown.splitlines()) <= 100
    assert "".join(shown.split()).count("æ") == 500


def test_every_resource_stands_with_its_origin() -> None:
    seen = view(firm_plan(), TYPES)
    shown = text.render(seen)
    for row in (row for account in seen.accounts for row in account.told):
        together = f"! {row.address}  ({row.change.source})\n"
        if together in shown:
            continue
        heading = shown.index(f"# {row.address} {row.verdict}\n") if len(row.verdict) < 40 else 0
        if row.change.source is not None:
            assert f"# {row.change.source}" in shown[heading : heading + 400]


def test_the_same_advice_is_given_once() -> None:
    shown = text.render(view(firm_plan(), TYPES))
    assert shown.count("--client havn-kafe --empty") == 1
    accounts = tuple(AccountPlan(account, "", 0, (waiting(account),)) for account in (HAVN, NORDLYS))
    both = text.render(view(Plan("p", NOW, "0", accounts), TYPES))
    assert (both.count("is held"), both.count("-> look at what is there")) == (2, 1)


def waiting(account: Account, name: str = "huma") -> Change:
    wanted = attributes(applicationName="Huma", owner="per@nordlys.example", permissions="all", expires="2027-01-01")
    place = SourceRange("a.yaml", len(name), 1)
    return Change(at(account, "user_key", name), Action.HOLD, Reason.NOT_INVENTORIED, after=wanted, source=place)


def test_what_is_held_for_one_reason_is_told_together_with_what_it_would_be() -> None:
    changes = (waiting(HAVN), waiting(HAVN, "kassa"), replace(waiting(HAVN, "b"), after=attributes(token="x")))
    shown = text.render(view(plan_of(*changes), TYPES)).splitlines()
    heading = shown.index("  # 3 resources are held: nobody has said yet what is there already")
    gist = '        applicationName = "Huma", owner = "per@nordlys.example", permissions = "all", …'
    assert shown[heading + 1 : heading + 6] == [
        "  ! client/havn-kafe/user_key/huma  (a.yaml:4:1)",
        gist,
        "  ! client/havn-kafe/user_key/kassa  (a.yaml:5:1)",
        gist,
        "  ! client/havn-kafe/user_key/b  (a.yaml:1:1)",
    ]
    assert shown[heading + 6].startswith("      -> look at what is there")
    narrow = text.render(view(plan_of(changes[0]), TYPES), width=60)
    assert '        applicationName = "Huma", …\n' in narrow


def test_a_block_that_stands_already_is_referred_to() -> None:
    made = [
        Change(at(account, "user_key", "huma"), Action.CREATE, Reason.NOT_IN_STATE, after=attributes(owner=owner))
        for account, owner in ((HAVN, "a"), (NORDLYS, "a"), (SKJAER, "b"))
    ]
    accounts = tuple(
        AccountPlan(account, "", 0, (one,)) for account, one in zip((HAVN, NORDLYS, SKJAER), made, strict=True)
    )
    shown = text.render(view(Plan("p", NOW, "0", accounts), TYPES))
    assert shown.count('  + user_key "huma"  # the same as in client/havn-kafe\n') == 1
    assert shown.count("owner   = ") == 2


def test_an_explanation_is_told_once() -> None:
    note = Diagnostic("costs", Severity.INFO, Text("It is added.", "It may cost.", "See the price list."))
    via = Diagnostic("no-api", Severity.INFO, Text("No call does it."))
    one = Change(at(HAVN, "user_key", "a"), Action.CREATE, Reason.NOT_IN_STATE, after=attributes(owner="a"))
    one = replace(one, notes=(note,), driver="guided", driver_note=via)
    shown = text.render(view(plan_of(one, replace(one, address=at(HAVN, "user_key", "b"))), TYPES))
    assert (shown.count("It is added."), shown.count("It may cost. See the price list.")) == (2, 1)
    assert shown.count("(by a person, via guided, reason 1: No call does it.)") == 1
    assert shown.count("(by a person, via guided, reason 1)") == 1


def test_colour_changes_nothing_but_colour() -> None:
    seen = view(firm_plan(), TYPES)
    plain, coloured = text.render(seen), text.render(seen, colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[32m+\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_ascii_is_ascii() -> None:
    shown = text.render(view(firm_plan("nb"), TYPES), ascii_only=True)
    assert shown.isascii()
    assert "@ venter siden 2026-11-20T08:30:00Z" in shown


def test_diagnostics_can_be_left_to_the_caller() -> None:
    seen = view(firm_plan(), TYPES)
    assert "[expires-soon]" in text.render(seen)
    without = text.render(seen, diagnostics=False)
    assert "[expires-soon]" not in without
    assert "[too-many-deletes]" not in without
    assert PARSED.match(last_line(without))


def test_an_old_generation_alone_is_no_change() -> None:
    change = Change(at(HAVN, "user_key", "x"), Action.HOLD, Reason.OVERLAP, generation=4, deposed=True)
    shown = text.render(view(plan_of(change), TYPES))
    assert shown.startswith("Nothing can be done now.")
    assert "user_key/x (replaced, generation 4) stays beside its successor for now" in shown
    assert "1 replaced key is still in place" in shown
    assert last_line(shown) == "No changes. The accounts are as the manifests say."


def test_a_failed_check_without_words_is_named() -> None:
    bare = tuple(replace(check, finding=None) for check in firm_plan().checks)
    shown = text.render(view(replace(firm_plan(), checks=bare), TYPES))
    assert "  client/havn-kafe/user_key/preflight: owner: failed\n" in shown


def test_a_renamed_client_alone_is_something_to_do() -> None:
    plan = firm_plan()
    shown = text.render(view(replace(plan, accounts=plan.accounts[-1:], checks=(), guards=(), diagnostics=()), TYPES))
    assert "\nclient/skjaer-elektro · " in shown
    assert "was called client/skjer-elektro before" in shown
    assert shown.endswith("Plan: 0 to add, 0 to change, 0 to destroy, 1 to rename.\n")


def test_a_destroy_says_so() -> None:
    change = Change(at(HAVN, "user_key", "x"), Action.DELETE, Reason.NOT_IN_MANIFEST, before=attributes(owner="a"))
    shown = text.render(view(replace(plan_of(change), destroy=True), TYPES))
    assert shown.startswith("Everything that is managed is to be taken away:")
    asked = replace(change, reason=Reason.DESTROY_ASKED)
    part = text.render(view(replace(plan_of(asked), destroy=True, partial=True), TYPES))
    assert part.startswith("This is to be taken away:")
    assert "not in the manifests" in shown
    assert "not in the manifests" not in part
    assert "(it is asked to be taken away)" in text.render(view(plan_of(asked), TYPES))


def test_an_open_question_without_a_reason_uses_its_verdict() -> None:
    change = Change(at(HAVN, "user_key", "x"), Action.ASK, Reason.NOT_IN_STATE)
    assert '? user_key "x": needs an answer first' in text.render(view(plan_of(change), TYPES))


def test_many_notes_are_counted_and_many_strangers_cut() -> None:
    quiet = next(change for change in firm_plan().changes() if change.address.name == "navn")
    many = tuple(replace(quiet, address=at(NORDLYS, "user_key", f"n{number}")) for number in range(9))
    stranger = firm_plan().accounts[1].unmanaged[0]
    account = AccountPlan(NORDLYS, "", 0, many, unmanaged=(stranger,) * 30)
    plan = Plan("p", NOW, "0", (account,))
    shown = text.render(view(plan, TYPES))
    assert "9 resources differ in something that is only used when they are made" in shown
    assert "  and 10 more" in shown
    everything = text.render(view(plan, TYPES, options=ViewOptions(show_unchanged=True)))
    assert everything.count("Ukjent nøkkel") == 30
    assert everything.count("told only") == 9


def test_text_loads_nothing_heavy() -> None:
    program = (
        "import sys; before = set(sys.modules);"
        "from provisioner.reports import apply_text, diagnostics_text, text, view;"
        "print({'jinja2', 'json', 'rich', 'yaml', 'click'} & (set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("language", "reason"), [("en", "reason"), ("nb", "grunn")])
def test_every_change_says_why_no_better_driver_does_it(language: str, reason: str) -> None:
    """In full once, and by its number after that: what says nothing has no reason."""
    menu, custom = (
        Diagnostic(code, Severity.INFO, Text(words)) for code, words in (("a", "No call."), ("b", "Hands."))
    )
    notes = {"huma": menu, "svenn": custom, "busy": menu, "gripr": None, "kredin": custom}
    changes = tuple(
        Change(at(HAVN, "user_key", name), Action.CREATE, Reason.NOT_IN_STATE, driver="web", driver_note=note)
        for name, note in notes.items()
    )
    shown = text.render(view(replace(plan_of(*changes), language=language), TYPES))
    assert re.findall(r"^  # \((via .*)\)$", shown, re.MULTILINE) == [
        f"via web, {reason} 1: No call.",
        f"via web, {reason} 2: Hands.",
        f"via web, {reason} 1",
        "via web",
        f"via web, {reason} 2",
    ]
