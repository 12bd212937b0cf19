"""One account's plan as steps, in the order in which they are done.

Promises: whatever makes or changes a thing comes after what it needs; whatever ends a thing comes after the end of
what needed it; ends come as late as they can. Does not: do anything, or know about other accounts.

A replacement is two steps. Where the old one goes first, both are here. Where the new one comes first, only the new
one is here: the old one is then deposed, and a later plan ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from provisioner.engine.diff import acts
from provisioner.engine.graph import closure, topological
from provisioner.model.address import Address
from provisioner.model.plan import AccountPlan, Action, Change, Step, StepAction
from provisioner.model.values import EMPTY, Attributes, FrozenMap, Unknown

_MAKES = (StepAction.CREATE, StepAction.UPDATE, StepAction.ADOPT)


def schedule(plan: AccountPlan) -> tuple[Step, ...]:
    """The steps of `plan`, in order. Each has a key of its own."""
    steps: list[Step] = []
    old: set[str] = set()
    for change in plan.changes:
        made = _steps(change)
        steps += made
        if change.deposed:
            old.update(step.key for step in made)
    by_key = {step.key: step for step in steps}
    makes, ends = _by_address(steps)
    needs: dict[str, set[str]] = {step.key: set() for step in steps}
    for step in steps:
        if step.action in _MAKES:
            needs[step.key].update(key for need in step.depends_on for key in makes[need])
        else:
            for need in step.depends_on:
                for key in ends[need]:
                    needs[key].add(step.key)
    _order_within(steps, old, needs)
    for key in old:  # an old generation ends once those that need its successor have moved
        if by_key[key].action is StepAction.DELETE:
            movers = (step for step in steps if step.action in _MAKES and by_key[key].address in step.depends_on)
            needs[key].update(step.key for step in movers)
    replaced = {step.address for step in steps if step.action is StepAction.CREATE}
    _end_late(steps, old, makes, needs)

    def rank(key: str) -> tuple[int, str]:
        step = by_key[key]
        early = step.action in _MAKES or (step.address in replaced and key not in old)
        return (0 if early else 1), f"{step.address}\n{key}"

    return tuple(by_key[key] for key in topological(needs, rank))


def office_phases(steps: Iterable[Step]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The office's steps before the clients' and after them: those that only end things come last."""
    ordered = tuple(steps)
    last = max((index for index, step in enumerate(ordered) if step.action in _MAKES), default=-1) + 1
    return ordered[:last], ordered[last:]


def _by_address(steps: Iterable[Step]) -> tuple[dict[Address, list[str]], dict[Address, list[str]]]:
    """The keys that make and the keys that end, by address."""
    makes: dict[Address, list[str]] = defaultdict(list)
    ends: dict[Address, list[str]] = defaultdict(list)
    for step in steps:
        (makes if step.action in _MAKES else ends)[step.address].append(step.key)
    return makes, ends


def _order_within(steps: Iterable[Step], old: set[str], needs: dict[str, set[str]]) -> None:
    """Among the steps of one resource: old generations' ends, the end in force, adopt or create, update."""
    places = (StepAction.DELETE, StepAction.FORGET, StepAction.CREATE, StepAction.ADOPT, StepAction.UPDATE)
    by_address: dict[Address, list[Step]] = defaultdict(list)
    for step in steps:
        by_address[step.address].append(step)
    for group in by_address.values():
        ends_now = any(step.action not in _MAKES and step.key not in old for step in group)
        chain = sorted(
            (step for step in group if step.key not in old or ends_now),
            key=lambda step: (step.key not in old, places.index(step.action), step.generation),
        )
        for before, after in pairwise(chain):
            needs[after.key].add(before.key)


def _end_late(
    steps: Iterable[Step], old: set[str], makes: Mapping[Address, list[str]], needs: dict[str, set[str]]
) -> None:
    """What makes room for a new one goes only once all that the new one needs is in place, where that can be: should
    the need fail, the old one is still there."""
    for step in steps:
        if step.action is StepAction.DELETE and step.key not in old and makes.get(step.address):
            for key in (key for need in step.depends_on for key in makes.get(need, ())):
                if step.key not in closure([key], needs):
                    needs[step.key].add(key)


def _steps(change: Change) -> list[Step]:
    """The steps of one change; none for what is held, awaited, asked about or left as it is."""
    action = change.action
    if action is Action.CREATE:
        return [_make(change, StepAction.CREATE)]
    if action is Action.CREATE_THEN_DELETE:
        return [_make(change, StepAction.CREATE, replaces=True)]
    if action is Action.DELETE_THEN_CREATE:
        return [_end(change, StepAction.DELETE, change.generation - 1), _make(change, StepAction.CREATE)]
    if action is Action.UPDATE:
        return [_make(change, StepAction.UPDATE)]
    if action is Action.ADOPT:
        adopted = [_make(change, StepAction.ADOPT)]
        return [*adopted, _make(change, StepAction.UPDATE)] if acts(change.attribute_changes) else adopted
    if action in (Action.DELETE, Action.FORGET):
        kind = StepAction.DELETE if action is Action.DELETE else StepAction.FORGET
        return [_end(change, kind, change.generation)]
    return []


def _make(change: Change, action: StepAction, *, replaces: bool = False) -> Step:
    attributes = _wanted(change.after)
    if action is StepAction.ADOPT:  # as it is; what is to be otherwise is the update's
        attributes = attributes.with_items({name: change.before[name] for name in change.before if name in attributes})
    return Step(
        address=change.address,
        action=action,
        generation=change.generation,
        attributes=attributes,
        before=change.before if action is StepAction.UPDATE else EMPTY,
        native_id=change.native_id if action is not StepAction.CREATE else None,
        depends_on=change.depends_on,
        driver=change.driver,
        expires_on=change.expires_on,
        holds_secret=change.holds_secret and action is not StepAction.UPDATE,
        replaces=replaces,
        integration=change.integration,
        handoff=change.handoff,
        source=change.source,
    )


def _end(change: Change, action: StepAction, generation: int) -> Step:
    return Step(
        address=change.address,
        action=action,
        generation=generation,
        attributes=change.before,
        before=change.before,
        native_id=change.native_id,
        depends_on=change.depends_on,
        driver=change.driver,
        integration=change.integration,
        source=change.source,
    )


def _wanted(after: Attributes) -> Attributes:
    """What is handed to the doer: without what only the doing can tell."""
    return FrozenMap(
        {name: value for name, value in after.items() if not (isinstance(value, Unknown) and value.of is None)}
    )
