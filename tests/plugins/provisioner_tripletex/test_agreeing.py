"""An activation that is taken over names nobody who accepted its agreement, and is never made anew for nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.plan import Action, StepAction
from provisioner.spi.provider import ExpandRequest, StepFailed, StepRequest
from tests.plugins.provisioner_tripletex.bench import NOW, Bench, change_of, request_of, step_of

MENU = "shopify-connectmyapps"


def asked(**said: object) -> ExpandRequest:
    return request_of({MENU: {"method": "menu", **said}})


@pytest.mark.parametrize("drivers", [("guided",), ("api", "web", "guided")])
def test_what_is_taken_over_needs_nobody_and_what_is_made_does(drivers: tuple[str, ...]) -> None:
    bench = Bench(drivers=drivers)
    assert [one.code for one in bench.expand(asked()).diagnostics] == ["agreement-missing"]
    assert bench.expand(asked(adopt=True)).diagnostics == ()
    wanted = bench.wanted(asked(adopt=True), "menu_activation")
    change = replace(change_of(wanted), action=Action.CREATE)
    route = bench.provider.route(change)
    assert route.note is not None
    assert (route.driver, route.note.code) == ("", "agreement-missing")
    for harmless in (Action.ADOPT, Action.DELETE):
        untouched = bench.provider.route(replace(change, action=harmless, before=change.after))
        assert untouched.note is None or untouched.note.code != "agreement-missing"


@pytest.mark.parametrize("agreement", [{"acceptedBy": "kari@fjord.example"}, {"authority": "avtale"}])
def test_half_of_it_is_not_enough(agreement: dict[str, str]) -> None:
    bench = Bench(drivers=("guided",), with_person=True)
    account = asked().declared.account
    before = bench.world.digest()
    step = step_of(bench.wanted(asked(adopt=True, agreement=agreement), "menu_activation"), "guided")
    request = StepRequest(account, step, "intent-1", NOW + timedelta(minutes=1))
    result = bench.provider.apply(request)
    assert isinstance(result, StepFailed)
    assert result.diagnostic.code == "agreement-missing"
    assert bench.world.digest() == before
    ended = replace(request, step=replace(step, action=StepAction.DELETE))
    assert not isinstance(bench.provider.apply(ended), StepFailed) or bench.world.digest() == before
