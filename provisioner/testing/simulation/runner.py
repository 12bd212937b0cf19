"""Running seeds: the scene each sets, who plays in it, how it comes to rest and what is found then.

Promises: a seed says all; what is found can be run again by its number. Does not: print.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from provisioner.model.errors import UsageError
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.worklist.inventory import AttestWish, attest
from provisioner.testing.simulation.actors import meddler, pipeline, settler, somebody
from provisioner.testing.simulation.faults import Fault, Menu
from provisioner.testing.simulation.invariants import look
from provisioner.testing.simulation.project import Script
from provisioner.testing.simulation.run import Ground, Run, Wish
from provisioner.testing.simulation.scheduler import Actor
from provisioner.testing.simulation.settling import settle_down
from provisioner.testing.simulation.tally import Finding, Tally
from provisioner.testing.words import WORDS

BUILD = "build"
ROTATE = "rotate"
TEAR_DOWN = "tear-down"
SCENES = (BUILD, BUILD, ROTATE, TEAR_DOWN)
"""What a run is about, the first most often."""
NOTHING = Menu(frozenset(), 0.0, 0)
MOST_TOLD = 8
"""How much of what stands in the way is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one run came to."""

    wish: Wish
    """Which."""
    findings: tuple[Finding, ...]
    """What does not hold."""
    tally: Tally
    """What was tried."""
    trace: tuple[str, ...]
    """What went wrong on purpose, in order."""
    digest: str
    """Of everything that happened."""


class Runner:
    """Runs of one project."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._empty: Ground | None = None
        self._built: Ground | None = None

    def run(self, wish: Wish) -> Told:
        """One run, from its beginning to its end."""
        scene = wish.scene or Random(wish.seed * 2 + 1).choice(SCENES)  # noqa: S311  # as in run.py
        run = Run(self.script, wish, self._ground(scene))
        final = self._act(run, scene)
        rest = settle_down(run, final)
        findings = look(run, rest, empty=scene == TEAR_DOWN)
        return Told(wish, findings, _tally(run, scene, findings), tuple(run.seams.trace), run.digest())

    def _act(self, run: Run, scene: str) -> PlanWish:
        """What is done while things go wrong; returns what is wanted in the end."""
        wish = final = PlanWish(allow_deletes=True)
        if scene == TEAR_DOWN:
            wish = final = PlanWish(destroy=True, allow_deletes=True)
        elif scene == ROTATE:
            keys = sorted(address for address, _ in run.disk.sealed)
            many = run.chance.randint(1, max(1, len(keys))) if keys else 0
            wish = PlanWish(recreate=frozenset(run.chance.sample(keys, many)), allow_deletes=True)
        chaos, chance = run.chaos, run.chance
        drawn = chance.random() < 0.5
        scripted = bool(chaos.script)
        actors = [pipeline(run, "apply", wish, at_hand=run.wish.seed % 2 == 1 if scripted else drawn)]
        if chaos.comes(Fault.RACE):
            second = wish if scene == TEAR_DOWN else final
            actors.append(pipeline(run, "rival", second, at_hand=chance.random() < 0.5))
        if chaos.comes(Fault.SCREEN, 0.3):
            actors.append(meddler(run, "screen"))
        run.play(*actors)
        if chance.random() < 0.3:
            run.clock.advance(chance.choice((5.0, 90.0, 200.0)))
        if any(row.intents for row in run.disk.accounts.values()):
            people: list[Actor] = [somebody(run, "kari", 2)]
            if chaos.comes(Fault.SECOND_PERSON):
                people.append(somebody(run, "ola", 2))
            if chance.random() < 0.3:
                people.append(pipeline(run, "again", wish, at_hand=False))
            elif chance.random() < 0.2:
                people.append(settler(run, "settle"))
            run.play(*people)
        return final

    def _ground(self, scene: str) -> Ground:
        if self._empty is None:
            self._empty = self._prepared(None)
        if scene == BUILD:
            return self._empty
        if self._built is None:
            self._built = self._prepared(self._empty)
        return self._built

    def _prepared(self, before: Ground | None) -> Ground:
        """A firm of which is known that nothing was there; or one where everything was made."""
        run = Run(self.script, Wish(0, NOTHING), before)
        run.chaos.calm = True

        def play(actor: Actor) -> None:
            if before is None:
                with run.process(actor) as workspace:
                    attest(workspace, AttestWish(by="kari", everyone=True, empty=True))

        run.play(Actor("kari", play))
        rest = settle_down(run, PlanWish(allow_deletes=True)) if before is not None else None
        found = [*(finding.what for finding in run.monitor.findings), *(run.left if rest is None else ())]
        if found:
            raise UsageError.of(WORDS("never-at-rest", found="\n".join(found[:MOST_TOLD])))
        return run.ground()


def _tally(run: Run, scene: str, findings: tuple[Finding, ...]) -> Tally:
    tally = Tally(runs=1, seams=run.chaos.seams)
    tally.faults.update(fault.value for fault in run.chaos.happened)
    tally.findings.update({finding.invariant for finding in findings})
    tally.counts[f"scene {scene}"] += 1
    tally.counts["calls made"] += len(run.monitor.called)
    tally.counts["keys shown"] += sum(len(many) for many in run.monitor.in_hand.values())
    tally.counts["commits"] += sum(row.serial for row in run.disk.accounts.values())
    return tally
