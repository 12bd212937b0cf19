"""What an apply did, as text for a terminal.

Promises: everything that is not plainly done is named with what to do about it; the summary is the last line and
parses. Does not: hold an exit code or a secret.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeGuard

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.outcome import (
    Applied,
    ApplyReport,
    Awaiting,
    Failed,
    Outcome,
    Settled,
    SettledAs,
    Skipped,
    Stored,
)
from provisioner.model.plan import Action, Plan, Step, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.reports import diagnostics_text
from provisioner.reports.findings import findings
from provisioner.reports.plain import Paint, clean, to_ascii, utc, wrap
from provisioner.reports.words import Words, words

_DONE: Final = (
    (StepAction.CREATE, "added"),
    (StepAction.UPDATE, "changed"),
    (StepAction.DELETE, "destroyed"),
)
_ONLY_OURS: Final = ((StepAction.ADOPT, "adopted"), (StepAction.FORGET, "forgotten"))
NOTHING_LEFT: Final[Mapping[Action, int]] = MappingProxyType({})
_LEFT: Final = (Action.AWAIT, Action.HOLD, Action.ASK)


def render_apply(
    report: ApplyReport, language: str = "en", colour: bool = False, ascii_only: bool = False, width: int = 100
) -> str:
    """The whole report."""
    page = _Page(report, words(language), Paint(colour), width)
    text = "\n".join(page.lines()) + "\n"
    return to_ascii(text) if ascii_only else text


def render_applied(report: ApplyReport, plan: Plan, style: diagnostics_text.Style) -> str:
    """The whole report of carrying `plan` out; its last line counts what waited before and waits still."""
    page = _Page(report, words(style.language), Paint(style.colour), style.width, waiting(plan))
    return "\n".join(page.lines()) + "\n"


def waiting(plan: Plan) -> Counter[Action]:
    """How much of the plan an apply cannot touch: what waits for a person, for something else, or for an answer."""
    return Counter(change.action for change in plan.changes() if change.action in _LEFT and not change.deposed)


def apply_summary(report: ApplyReport, left: Mapping[Action, int] = NOTHING_LEFT) -> str:
    """The last line of an apply. Other programs parse it: English, and its beginning never changes.

    `left` is what the plan showed and could not do: an apply that met it again must not look as if all were done.
    """
    outcomes = report.outcomes()
    done = Counter(outcome.step.action for outcome in outcomes if isinstance(outcome, Applied))
    failed = sum(isinstance(outcome, Failed) for outcome in outcomes)
    skipped = sum(isinstance(outcome, Skipped) for outcome in outcomes)
    unknown = len(_unknown(outcomes))
    stopped = sum(1 for account in report.accounts if account.problem is not None)
    more = [(done[action], word) for action, word in _ONLY_OURS]
    more += [(len(_awaiting(outcomes)) + left.get(Action.AWAIT, 0), "awaiting"), (failed, "failed")]
    more += [(skipped, "skipped"), (left.get(Action.HOLD, 0), "held"), (left.get(Action.ASK, 0), "to answer")]
    more += [(unknown, "unknown"), (stopped, "accounts stopped" if stopped != 1 else "account stopped")]
    numbers = ", ".join(f"{done[action]} {word}" for action, word in _DONE)
    appended = "".join(f", {number} {word}" for number, word in more if number)
    verdict = "complete!"
    if report.interrupted:
        verdict = "interrupted."
    elif failed or unknown or stopped or any(not skip.waits_for for skip in outcomes if isinstance(skip, Skipped)):
        verdict = "incomplete."
    return f"Apply {verdict} Resources: {numbers}{appended}."


def _awaiting(outcomes: Iterable[Outcome]) -> list[Awaiting]:
    return [outcome for outcome in outcomes if isinstance(outcome, Awaiting)]


def _unknown(outcomes: Iterable[Outcome]) -> list[Settled]:
    return [outcome for outcome in outcomes if isinstance(outcome, Settled) and outcome.as_ is SettledAs.UNKNOWN]


def _what_came(settled: Settled) -> str:
    """The word's name for how a call ended; that one which showed a key did, is not all there is to say."""
    step = settled.intent.step
    if settled.as_ is not SettledAs.HAPPENED or not (step.holds_secret and step.action is StepAction.CREATE):
        return settled.as_.value
    return "happened-kept" if settled.has_secret else "happened-lost"


def _is_found_again(outcome: Outcome) -> TypeGuard[Stored]:
    """Whether a key that was thought lost is sealed after all."""
    return isinstance(outcome, Stored) and outcome.status is SecretStatus.SEALED


@dataclass(frozen=True, slots=True)
class _Page:
    """One rendering."""

    report: ApplyReport
    words: Words
    paint: Paint
    width: int
    left: Mapping[Action, int] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        outcomes = self.report.outcomes()
        yield from self._stopped()
        yield from self._failed([outcome for outcome in outcomes if isinstance(outcome, Failed)])
        yield from self._unknown(_unknown(outcomes))
        yield from self._skipped([outcome for outcome in outcomes if isinstance(outcome, Skipped)])
        yield from self._settled([outcome for outcome in outcomes if isinstance(outcome, Settled)])
        yield from self._applied([outcome for outcome in outcomes if isinstance(outcome, Applied)])
        yield from self._awaiting(_awaiting(outcomes))
        for notice in findings(self.report.notices, (), self.words):
            yield from self._diagnostic(notice, "")
        if self.report.interrupted:
            yield from self._sentence("apply-interrupted")
        elif any(isinstance(outcome, Failed) for outcome in outcomes):
            yield from self._sentence("apply-again")
        summary = apply_summary(self.report, self.left)
        yield self.paint(summary, "bold-green" if summary.startswith("Apply complete!") else "bold-yellow")

    def _sentence(self, key: str) -> Iterator[str]:
        yield from wrap(self.words(key), self.width)
        yield ""

    def _title(self, key: str, style: str) -> str:
        return self.paint(f"{self.words(key)}:", style)

    def _deed(self, step: Step) -> str:
        return f"{self.words(f'do-{step.action.value}')} {step.address}"

    def _diagnostic(self, diagnostic: Diagnostic, indent: str = "    ") -> Iterator[str]:
        style = diagnostics_text.Style(self.words.language, self.paint.on, self.width - len(indent))
        yield from (f"{indent}{line}" for line in diagnostics_text.lines(diagnostic, style))
        yield ""

    def _stopped(self) -> Iterator[str]:
        stopped = [(account, account.problem) for account in self.report.accounts if account.problem is not None]
        if stopped:
            yield self._title("apply-stopped", "bold-red")
        for account, problem in stopped:
            yield clean(f"  {account.account}")
            yield from self._diagnostic(problem)

    def _failed(self, failed: list[Failed]) -> Iterator[str]:
        if failed:
            yield self._title("apply-failed", "bold-red")
        alike: dict[object, list[Failed]] = {}
        for outcome in failed:
            found = outcome.diagnostic
            alike.setdefault((found.code, found.source, found.told_in(self.words.language)), []).append(outcome)
        for group in alike.values():
            yield from (clean(f"  {self._deed(outcome.step)}") for outcome in group)
            found = group[0].diagnostic
            yield from self._diagnostic(found if len(group) == 1 else replace(found, address=None, account=None))

    def _unknown(self, unknown: list[Settled]) -> Iterator[str]:
        if not unknown:
            return
        yield self._title("apply-unknown", "bold-yellow")
        for outcome in unknown:
            step = outcome.intent.step
            yield clean(f"  {self._deed(step)} [{outcome.intent.id}]")
            if outcome.question is not None:
                yield from self._diagnostic(outcome.question)
        yield from self._sentence("apply-settle")

    def _skipped(self, skipped: list[Skipped]) -> Iterator[str]:
        if not skipped:
            return
        yield self._title("apply-skipped", "bold-yellow")
        for outcome in skipped:
            text = outcome.diagnostic.told_in(self.words.language)
            parts = [text.summary, text.hint]
            if outcome.waits_for:
                addresses = ", ".join(str(address) for address in outcome.waits_for)
                parts = [self.words("apply-waits-for", addresses=addresses)]
            told = " ".join(part for part in parts if part)
            yield from wrap(f"{self._deed(outcome.step)}: {told}", self.width, "  ", "      ")
        yield ""

    def _settled(self, settled: list[Settled]) -> Iterator[str]:
        known = [outcome for outcome in settled if outcome.as_ is not SettledAs.UNKNOWN]
        again = [found.address for found in self.report.outcomes() if _is_found_again(found)]
        if not known and not again:
            return
        yield self._title("apply-settled", "bold")
        for outcome in known:
            what = self.words(f"apply-{_what_came(outcome)}")
            yield from wrap(f"{outcome.intent.address} {what}", self.width, "  ", "      ")
        for address in again:
            yield from wrap(f"{address}: {self.words('apply-secret-found')}", self.width, "  ", "      ")
        yield ""

    def _applied(self, applied: list[Applied]) -> Iterator[str]:
        incomplete = [outcome for outcome in applied if outcome.incomplete or outcome.lost]
        if incomplete:
            yield self._title("apply-incomplete", "bold-yellow")
            for outcome in incomplete:
                yield from wrap(
                    f"{outcome.step.address}: {outcome.incomplete or outcome.lost}", self.width, "  ", "      "
                )
            yield ""
        yield from self._secrets(applied)
        # A key that nobody has is given to nobody; its successor will be.
        to_give = (outcome for outcome in applied if outcome.secret is not SecretStatus.LOST)
        made = [outcome.step for outcome in to_give if outcome.step.action is StepAction.CREATE]
        vendors = sorted({step.handoff.vendor for step in made if step.handoff is not None})
        if vendors:
            yield from wrap(self.words.count("apply-hand-over", len(vendors), vendors=", ".join(vendors)), self.width)
            yield ""

    def _secrets(self, applied: list[Applied]) -> Iterator[str]:
        lost = [outcome.step.address for outcome in applied if outcome.secret is SecretStatus.LOST]
        shown = [outcome.step for outcome in applied if outcome.secret is SecretStatus.SEALED]
        sealed = [step.address for step in shown if step.holds_secret]
        # What shows no key may be handed over by an address, which is sealed too for what it may hold.
        onward = [step.address for step in shown if not step.holds_secret]
        yield from self._new_keys(lost, sealed)
        if onward:
            yield from wrap(self.words.count("apply-onward-sealed", len(onward)), self.width)
            yield from wrap(self.words("apply-secret-open", address=onward[0]), self.width)
            yield ""

    def _new_keys(self, lost: list[Address], sealed: list[Address]) -> Iterator[str]:
        if not lost and not sealed:
            return
        yield self._title("apply-secrets", "bold-yellow" if lost else "bold")
        for address in lost:
            yield from wrap(f"{address}: {self.words('apply-secret-lost')}", self.width, "  ", "      ")
        if sealed:
            yield from wrap(self.words.count("apply-secret-sealed", len(sealed)), self.width, "  ")
            yield from wrap(self.words("apply-secret-open", address=sealed[0]), self.width, "  ")
        yield ""

    def _awaiting(self, awaiting: list[Awaiting]) -> Iterator[str]:
        if not awaiting:
            return
        yield self._title("apply-awaiting", "bold")
        for outcome in awaiting:
            step = outcome.intent.step
            since = self.words("awaiting-since", since=utc(outcome.intent.opened_at))
            line = f"{since}: {self._deed(step)} [{outcome.intent.id}]"
            yield from wrap(line, self.width, "  ⧗ ", "      ")
        yield ""
        yield from self._sentence("apply-go-on")
