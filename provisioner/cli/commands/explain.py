"""`provisioner explain ADDRESS [FIELD]`: where each value of one resource came from, or why it is not there.

Promises: offline; every value stands with the file and line it was written at, what it beat, and what its template
reads, or with whose it is where no manifest says it. Does not: look at the account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.table import table
from provisioner.cli.values import complete_address, written
from provisioner.cli.words import Words
from provisioner.engine.layer_words import layer_in_bokmal
from provisioner.engine.suggest import did_you_mean
from provisioner.engine.trace import Said
from provisioner.model.address import Address, AddressError
from provisioner.model.diagnostics import BOKMAL
from provisioner.model.errors import UsageError
from provisioner.reports.plain import clean
from provisioner.runtime.reading.explaining import Explained, Explanation

if TYPE_CHECKING:
    from provisioner.runtime.workspace import Workspace


MOST_SHOWN: Final = 12
"""So many addresses are suggested."""


@click.command("explain", cls=Verb, short_help="Show where each value of one resource came from.")
@click.argument("address", metavar="ADDRESS", shell_complete=complete_address)
@click.argument("field", required=False, metavar="[FIELD]")
@format_option
@pass_invocation
def command(invocation: Invocation, address: str, field: str | None, format_: str) -> int:
    """Show each value of the resource ADDRESS with the file and line it came from and what it beat.

    FIELD is one of its values, or a field as it is written (`owner.employee`, `vars.manager`), where only that one is
    wanted. Where nothing asks for ADDRESS, the reasons are shown: it was taken away, a profile that gives it does not
    reach the account, or nobody declares it.
    """
    from provisioner.runtime.reading.explaining import explain_resource

    with invocation.workspace() as workspace:
        explanation = explain_resource(workspace, _address(workspace, address))
    values = _chosen(explanation, field)
    console, words = invocation.console, invocation.words
    if format_ == "json":
        console.machine(machine.document(_document(explanation, values)))
    elif explanation.found is not None:
        if field is None:
            console.out("\n".join((*_lines(explanation, words), "")))
        header = words("explain-value"), words("explain-is"), words("explain-from")
        console.out(table(header, _rows(values, explanation, words)))
    if explanation.errors_elsewhere:
        console.err(words("explain-elsewhere"))
    if explanation.found is not None:
        return ExitCode.OK
    if format_ == "text":
        show_diagnostics(explanation.reasons, invocation)
        raise UsageError.of(REFUSALS("not-asked-for", address=explanation.address))
    return ExitCode.ERROR


def _address(workspace: Workspace, text: str) -> Address:
    """The address; UsageError with those that may be meant for what is only a part of one."""
    from provisioner.runtime.reading.explaining import addresses_near

    try:
        return Address.parse(text)
    except AddressError:
        there = addresses_near(workspace, text)
    if not there:
        raise UsageError.of(REFUSALS("no-addresses", text=text))
    if len(there) == 1:
        raise UsageError.of(REFUSALS("one-address", text=text, address=there[0]))
    known = ", ".join(f"`{one}`" for one in there[:MOST_SHOWN]) + (", …" if len(there) > MOST_SHOWN else "")
    raise UsageError.of(REFUSALS("no-address", text=text, known=known))


def _chosen(explanation: Explanation, field: str | None) -> tuple[Explained, ...]:
    """All values, or those of one field. UsageError where there is none."""
    named = tuple(one for one in explanation.values if field in (None, one.name))
    chosen = named or tuple(one for one in explanation.values if one.answers_to(field or ""))
    if not chosen and explanation.found is not None:
        names = [one.name for one in explanation.values]
        fields = [name for one in explanation.values for name in (one.path, *(read for read, _ in one.reads)) if name]
        near, near_nb = did_you_mean(field or "", (*names, *fields))
        words = {"field": field, "near": near, "near_nb": near_nb, "known": ", ".join(names)}
        raise UsageError.of(REFUSALS("no-value", address=explanation.address, **words))
    return chosen


def _lines(explanation: Explanation, words: Words) -> Iterator[str]:
    found = explanation.found
    assert found is not None, "only what is there has lines"
    yield clean(str(found.address))
    if found.source is not None:
        yield f"  {words('explain-declared', place=clean(str(found.source)))}"
    if explanation.row is not None:
        yield f"  {words('explain-row', place=clean(str(explanation.row)))}"
    if found.integration:
        yield f"  {words('explain-integration', name=clean(found.integration))}"
    for address in found.depends_on:
        yield f"  {words('explain-needs', address=clean(str(address)))}"
    leaves = explanation.offboarding
    if leaves is not None:
        said = {"day": leaves.last_day, "reason": leaves.reason.value, "place": clean(str(leaves.source))}
        yield f"  {words('explain-until', **said)}"
    for note in found.notes:
        yield f"  {clean(note.told_in(words.language).summary)}"


def _rows(values: Iterable[Explained], explanation: Explanation, words: Words) -> Iterator[tuple[str, str, str]]:
    for one in values:
        holds = one.layers[0] if one.layers else None
        source = _from(holds.layer if holds is not None else "", one.source, words)
        yield one.name, written(one.value), source or _unwritten(one, explanation, words)
        if one.template:
            yield f"  {words('explain-template')}", clean(one.template), ""
        for name, said in one.reads:
            for number, each in enumerate(said):
                key = "explain-over" if number else "explain-with"
                yield f"  {words(key, name=clean(name))}", written(each.value), _said(each, words)
        for beaten in one.layers[1:]:
            yield f"  {words('explain-beats')}", written(beaten.value), _said(beaten, words)


def _unwritten(one: Explained, explanation: Explanation, words: Words) -> str:
    """Whose a value is that no manifest says."""
    integration = explanation.found.integration if explanation.found is not None else None
    if one.value is None:
        return words("explain-not-said")
    if not integration:
        return words("explain-made")
    if explanation.entry is not None:
        return words("explain-own-entry", place=clean(str(explanation.entry)), name=clean(integration))
    return words("explain-catalogue", name=clean(integration))


def _said(said: Said, words: Words) -> str:
    return _from(said.layer, said.source, words)


def _from(layer: str, source: object, words: Words) -> str:
    place = clean(str(source)) if source is not None else ""
    named = clean(layer_in_bokmal(layer) if words.language == BOKMAL else layer)
    return f"{place}, {named}" if place and named else place


def _document(explanation: Explanation, values: Iterable[Explained]) -> dict[str, machine.Json]:
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
