"""What the provider suites plan and do with one resource of a sample.

Promises: a change and a step as planning would make them. Does not: do anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from provisioner.model.plan import Action, Change, Reason, Step, StepAction
from provisioner.model.resource import Desired, ResourceType
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.values import FrozenMap, is_known
from provisioner.spi.provider import ExpandRequest, Provider, StepRequest
from provisioner.testing.samples import NOW


def change_of(provider: Provider, desired: Desired) -> Change:
    """A plan's row that would make `desired`."""
    return Change(
        address=desired.address,
        action=Action.CREATE,
        reason=Reason.NOT_IN_STATE,
        after=desired.attributes,
        depends_on=desired.depends_on,
        holds_secret=type_of(provider, desired).holds_secret,
        integration=desired.integration,
        handoff=desired.handoff,
        source=desired.source,
    )


def step_of(provider: Provider, request: ExpandRequest, desired: Desired) -> StepRequest:
    """The step that would make `desired`, on its way to the driver that the provider names."""
    change = change_of(provider, desired)
    step = Step(
        address=desired.address,
        action=StepAction.CREATE,
        generation=1,
        attributes=desired.attributes,
        depends_on=desired.depends_on,
        driver=provider.route(change).driver,
        expires_on=desired.expires_on,
        holds_secret=change.holds_secret,
        integration=desired.integration,
        handoff=desired.handoff,
        source=desired.source,
    )
    return StepRequest(request.declared.account, step, "suite-intent-01", NOW + timedelta(minutes=1))


def ours(request: ExpandRequest, desired: Iterable[Desired]) -> AccountState:
    """The account's state in which all of it is ours, as it was wanted."""

    def entry(each: Desired) -> Entry:
        known = FrozenMap({name: value for name, value in each.attributes.items() if is_known(value)})
        return Entry(each.address, Generation(1, known, NOW), integration=each.integration)

    entries = sorted((entry(each) for each in desired), key=lambda one: one.address)
    return AccountState(request.declared.account.ref, "suite", 1, entries=tuple(entries))


def type_of(provider: Provider, desired: Desired) -> ResourceType:
    return next(type_ for type_ in provider.resource_types() if type_.kind == desired.address.kind)
