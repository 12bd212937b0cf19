"""`provisioner explain ADDRESS [FIELD]`: where each value of one resource came from, or why it is not there.

Promises: offline; every value stands with the file and line it was written at, what it beat, and what its template
reads; with nothing where it is the catalogue's. Does not: look at the account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.table import table
from provisioner.cli.values import AddressType, written
from provisioner.engine.trace import Said
from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.reports.plain import clean
from provisioner.runtime.reading.explaining import Explained, Explanation


@click.command("explain", cls=Verb, short_help="Show where each value of one resource came from.")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@click.argument("field", required=False, metavar="[FIELD]")
@format_option
@pass_invocation
def command(invocation: Invocation, address: Address, field: str | None, format_: str) -> int:
    """Show each value of the resource ADDRESS with the file and line it came from and what it beat.

    FIELD is one of its values, where only that one is wanted. Where nothing asks for ADDRESS, the reasons are shown:
    it was taken away, a profile that gives it does not reach the account, or nobody declares it.
    """
    from provisioner.runtime.reading.explaining import explain_resource

    with invocation.workspace() as workspace:
        explanation = explain_resource(workspace, address)
    values = tuple(_chosen(explanation, field))
    if format_ == "json":
        invocation.console.machine(machine.dumps(_document(explanation, values)))
    elif explanation.found is not None:
        if field is None:
            invocation.console.out("\n".join((*_lines(explanation, invocation.language), "")))
        invocation.console.out(table(("VALUE", "IS", "FROM"), _rows(values)))
    if explanation.found is not None:
        return ExitCode.OK
    if format_ == "text":
        show_diagnostics(explanation.reasons, invocation)
        raise UsageError(f"Nothing in the manifests asks for {address}.")
    return ExitCode.ERROR


def _chosen(explanation: Explanation, field: str | None) -> Iterator[Explained]:
    """All values, or those of one field. UsageError where there is none."""
    chosen = [one for one in explanation.values if field in (None, one.name) or one.name.startswith(f"{field}.")]
    if not chosen and explanation.found is not None:
        known = ", ".join(one.name for one in explanation.values)
        raise UsageError(f"{explanation.address} has no value `{field}`.", hint=f"There are: {known}.")
    yield from chosen


def _lines(explanation: Explanation, language: str) -> Iterator[str]:
    found = explanation.found
    assert found is not None, "only what is there has lines"
    yield clean(str(found.address))
    if found.source is not None:
        yield f"  declared at {clean(str(found.source))}"
    if explanation.row is not None:
        yield f"  of the row at {clean(str(explanation.row))}"
    if found.integration:
        yield f"  integration {clean(found.integration)}"
    for address in found.depends_on:
        yield f"  needs {clean(str(address))}"
    leaves = explanation.offboarding
    if leaves is not None:
        yield f"  wanted until {leaves.last_day}: the client {leaves.reason.value}, says {clean(str(leaves.source))}"
    for note in found.notes:
        yield f"  {clean(note.told_in(language).summary)}"


def _rows(values: Iterable[Explained]) -> Iterator[tuple[str, str, str]]:
    for one in values:
        holds = one.layers[0] if one.layers else None
        yield one.name, written(one.value), _from(holds.layer if holds is not None else "", one.source)
        if one.template:
            yield "  of the template", clean(one.template), ""
        for name, said in one.reads:
            for number, each in enumerate(said):
                yield f"  {'over' if number else 'with'} {clean(name)}", written(each.value), _said(each)
        for beaten in one.layers[1:]:
            yield "  over", written(beaten.value), _said(beaten)


def _said(said: Said) -> str:
    return _from(said.layer, said.source)


def _from(layer: str, source: object) -> str:
    place = clean(str(source)) if source is not None else ""
    return f"{place}, {clean(layer)}" if place and layer else place


def _document(explanation: Explanation, values: Iterable[Explained]) -> machine.Json:
    found = explanation.found
    if found is None:
        reasons: list[machine.Json] = [machine.diagnostic(reason) for reason in explanation.reasons]
        return {"address": str(explanation.address), "there": False, "reasons": reasons}
    return {
        "address": str(found.address),
        "there": True,
        "integration": found.integration,
        "declared_at": str(found.source) if found.source is not None else None,
        "row": str(explanation.row) if explanation.row is not None else None,
        "depends_on": [str(address) for address in found.depends_on],
        "leaves": _leaves(explanation),
        "values": {one.name: _value(one) for one in values},
    }


def _leaves(explanation: Explanation) -> machine.Json:
    leaves = explanation.offboarding
    if leaves is None:
        return None
    return {"reason": leaves.reason.value, "last_day": leaves.last_day.isoformat(), "from": str(leaves.source)}


def _value(one: Explained) -> machine.Json:
    return {
        "value": machine.noun(one.value),
        "from": str(one.source) if one.source is not None else None,
        "layer": one.layers[0].layer if one.layers else None,
        "template": one.template or None,
        "beat": [_layer(beaten) for beaten in one.layers[1:]],
        "reads": {name: [_layer(each) for each in said] for name, said in one.reads},
    }


def _layer(said: Said) -> machine.Json:
    return {
        "layer": said.layer,
        "value": machine.noun(said.value),
        "from": str(said.source) if said.source is not None else None,
    }
