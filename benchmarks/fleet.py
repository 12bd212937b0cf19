"""Firms of any size, made up: the same bytes for the same request, on every machine.

    python benchmarks/fleet.py DIRECTORY [--clients N] [--integrations M] [--seed S] [--per-file K] [--shape SHAPE]

Promises a firm that `validate` finds nothing wrong with: valid organisation numbers, products of the bundled catalogue,
profiles by selector and by name, overrides in clients, templates in key names; M integrations a client, whichever
shape is chosen. Level 0: no credentials, a person does every step, nothing is read. Nobody in it exists. Does not
overwrite: the directory must be empty or missing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from provisioner.model.account import organization_number_is_valid

RECIPIENT: Final = "age146jlmljthue70l6933rdywm0mh0x4k0yvlv0ggm389x2dns4j9dqp8lq6d"
FIRST_NUMBER: Final = 310_000_000
TRADES: Final = ("handel", "bygg", "tjeneste", "restaurant", "helse")
SHAPES: Final = ("profiles", "written-out", "list")
"""Profiles and a file a client; a file a client that says everything; profiles and one list of all clients."""
PLACES: Final = ("Nordlys", "Fjell", "Elvebakken", "Havna", "Vidda", "Brygga", "Tømmer", "Rådhuset", "Skjær", "Ås")
BUSINESSES: Final = ("Bakeri", "Sport", "Sykkel", "Rør", "Konsulent", "Blomster", "Snekkeri", "Kjøkken", "Frisør")
OFFICE_KEYS: Final = ("visma-finale", "kredin")
MENU: Final = ("shopify-connectmyapps",)
USER_KEYS: Final = ("tamigo", "huma", "busy", "gripr", "brevio", "hybel", "open-two", "zapier", "onestop-reporting")
CUSTOM_KEYS: Final = (
    "shopbox",
    "svenn",
    "plecto",
    "holteportalen",
    "gronnjobb",
    "sesam-talk",
    "sonya",
    "timerabbit",
    "business-analyze",
    "hubspot-cloudify",
)
# Rights that the catalogue does not know, and names that the firm may choose; the latter come from
# a template.
UNSAID_RIGHTS: Final = ("gronnjobb", "business-analyze")
NAMED_BY_US: Final = ("huma", "busy", "gripr", "hybel", "holteportalen", "gronnjobb", "plecto", "shopbox", "sesam-talk")
# An office key and a menu activation are one of a kind in an account; of keys there can be as many as there are owners.
ONCE: Final = (*OFFICE_KEYS, *MENU)
KEYS: Final = tuple(name for pair in zip(CUSTOM_KEYS, (*USER_KEYS, "tamigo"), strict=True) for name in pair)[:-1]


@dataclass(frozen=True, slots=True)
class Fleet:
    """Which firm."""

    clients: int
    """How many."""
    integrations: int = 20
    """How many each has."""
    seed: int = 1
    """Of everything that is left to chance."""
    per_file: int = 1
    """How many clients stand in one file."""
    written_out: bool = False
    """Whether each client says everything itself, with no profiles: the same things, the most text."""
    listed: bool = False
    """Whether the clients are rows of a list, as it comes out of a spreadsheet, and no client is written."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One declared integration."""

    name: str
    product: str

    def body(self, owner: str, key_name: str = "") -> str:
        """What stands in braces after its name."""
        if self.product in OFFICE_KEYS:
            return "{method: office-key, access: STANDARD_PRIVILEGES_ACCOUNTANT}"
        if self.product in MENU:
            return '{method: menu, agreement: {acceptedBy: kari@fjord.example, authority: "oppdragsavtale 2026-03"}}'
        method = "user-key" if self.product in USER_KEYS else "custom-key"
        parts = [f"method: {method}", f"owner: {{employee: {owner}}}", "validFor: 365d"]
        if self.product in UNSAID_RIGHTS:
            parts.append("permissions: same-as-owner")
        if self.name != self.product:
            parts.insert(0, f"integration: {self.product}")
        if key_name:
            parts.append(f'keyName: "{key_name}"')
        return "{" + ", ".join(parts) + "}"


def shaped(shape: str, clients: int, integrations: int = 20) -> Fleet:
    """A firm of one of the `SHAPES`."""
    return Fleet(clients, integrations, written_out=shape == "written-out", listed=shape == "list")


def items(count: int) -> tuple[_Item, ...]:
    """The first `count` integrations; a product that comes round again gets a name of the firm's own."""
    names = [*ONCE, *KEYS]
    found = []
    for number in range(count):
        again = number - len(names)
        if again < 0:
            found.append(_Item(names[number], names[number]))
        else:
            product = KEYS[again % len(KEYS)]
            found.append(_Item(f"{product}-{again // len(KEYS) + 2}", product))
    return tuple(found)


def organization_numbers() -> Iterator[int]:
    """Valid ones, rising."""
    number = FIRST_NUMBER
    while True:
        number += 1
        if organization_number_is_valid(str(number)):
            yield number


def files(fleet: Fleet) -> Iterator[tuple[str, str]]:
    """Every file's path and text; one at a time, for a large firm is larger than need be held."""
    yield "provisioner.yaml", _project(fleet)
    yield "office.yaml", _office()
    if not fleet.written_out:
        for name, text in _profiles(fleet):
            yield f"profiles/{name}.yaml", text
    yield from _list_files(fleet) if fleet.listed else _client_files(fleet)


def write(fleet: Fleet, directory: Path) -> Path:
    """The whole firm, into `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise SystemExit(f"{directory} is not empty")
    for name, text in files(fleet):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return directory


def _project(fleet: Fleet) -> str:
    return f"""\
apiVersion: provisioner/v1
kind: Project
name: fleet-{fleet.clients}
language: en
manifests: [office.yaml, profiles/*.yaml, clients/**/*.yaml]
state: sqlite:.provisioner/state.db
singleMachine: true
secrets:
  recipients: {{kari: {RECIPIENT}}}
provider:
  tripletex:
    endpoint: simulator
    drivers: [guided]
guardrails: {{requireExpiry: true}}
"""


def _office() -> str:
    return """\
kind: Office
name: fjord-regnskap
displayName: Fjord Regnskap AS
organizationNumber: 314 286 014
officeKeys:
  visma-finale: {owner: {employee: kari@fjord.example}, keyName: {exact: Visma Finale}, validFor: 365d}
  kredin: {owner: {employee: kari@fjord.example}, validFor: 365d}
"""


def _shares(fleet: Fleet) -> tuple[tuple[_Item, ...], tuple[_Item, ...], tuple[_Item, ...]]:
    """What comes by selector, what by name, and what a client declares itself: two fifths, two fifths, a fifth."""
    every = items(fleet.integrations)
    first, second = len(every) * 2 // 5, len(every) * 4 // 5
    return every[:first], every[first:second], every[second:]


def _profiles(fleet: Fleet) -> Iterator[tuple[str, str]]:
    chosen, named, _ = _shares(fleet)
    for trade in TRADES[: fleet.clients]:  # the clients take turns
        lines = ["kind: Profile", f"name: {trade}", f"selector: {{bransje: {trade}}}", "integrations:"]
        lines += [f"  {one.name}: {one.body(_owner(one), _template(one))}" for one in chosen]
        yield trade, "\n".join(lines if chosen else lines[:-1]) + "\n"
    lines = ["kind: Profile", "name: felles", "integrations:"]
    lines += [f"  {one.name}: {one.body(_owner(one), _template(one))}" for one in named]
    yield "felles", "\n".join(lines if named else lines[:-1]) + "\n"


def _owner(item: _Item) -> str:
    """Keys of one product have an owner each."""
    return '"{{ vars.manager }}"' if item.name == item.product else f"{item.name}@kunde.example"


def _template(item: _Item) -> str:
    """Where the vendor does not demand a name, the key is named after the client."""
    return f"{item.product} {{{{ client.displayName }}}}" if item.product in NAMED_BY_US else ""


def _client_files(fleet: Fleet) -> Iterator[tuple[str, str]]:
    random = Random(fleet.seed)  # a made-up firm, nothing secret
    numbers = organization_numbers()
    gathered: list[str] = []
    for index in range(1, fleet.clients + 1):
        gathered.append(_client(fleet, index, next(numbers), random))
        if len(gathered) == fleet.per_file or index == fleet.clients:
            name = f"klient-{index:06}" if fleet.per_file == 1 else f"klienter-{index:06}"
            yield f"clients/{index // 1000:03}/{name}.yaml", "---\n".join(gathered)
            gathered = []


def _list_files(fleet: Fleet) -> Iterator[tuple[str, str]]:
    """The list, and what its rows become; what a client declares itself is the same for all, and names its people."""
    own = _shares(fleet)[2]
    lines = ["kind: ClientSet", "name: klientlisten", 'from: {csv: klienter.csv, delimiter: ";"}', "client:"]
    lines += [
        '  name: "{{ row.klient }}"',
        '  displayName: "{{ row.navn }}"',
        '  organizationNumber: "{{ row.orgnr }}"',
        '  labels: {bransje: "{{ row.bransje }}", ring: "{{ row.ring }}"}',
        "  profiles: [felles]",
        '  vars: {manager: "{{ row.leder }}"}',
        "  integrations:",
    ]
    lines += [f"    {one.name}: {one.body(_owner(one), _template(one))}" for one in own]
    yield "clients/klientlisten.yaml", "\n".join(lines if own else lines[:-1]) + "\n"
    random = Random(fleet.seed)  # a made-up firm, nothing secret
    rows = ["klient;navn;orgnr;bransje;ring;leder"]
    for index, number in zip(range(1, fleet.clients + 1), organization_numbers(), strict=False):
        display = f"{random.choice(PLACES)} {random.choice(BUSINESSES)} {index} AS"
        trade = TRADES[(index - 1) % len(TRADES)]
        ring = f"r{random.randrange(4)}"
        rows.append(f"klient-{index:06};{display};{number};{trade};{ring};leder@klient{index}.example")
    yield "klienter.csv", "\n".join(rows) + "\n"


def _client(fleet: Fleet, index: int, number: int, random: Random) -> str:
    display = f"{random.choice(PLACES)} {random.choice(BUSINESSES)} {index} AS"
    manager = f"leder@klient{index}.example"
    lines = [
        "kind: Client",
        f"name: klient-{index:06}",
        f"displayName: {display}",
        f"organizationNumber: {number // 1_000_000} {number // 1000 % 1000:03} {number % 1000:03}",
        f"labels: {{bransje: {TRADES[(index - 1) % len(TRADES)]}, ring: r{random.randrange(4)}}}",
    ]
    chosen, named, own = _shares(fleet)
    overridden: tuple[_Item, ...] = ()
    if fleet.written_out:
        own = (*chosen, *named, *own)
    else:
        lines += ["profiles: [felles]", f"vars: {{manager: {manager}}}"]
        overridable = [one for one in named if one.product not in ONCE]
        overridden = tuple(random.sample(overridable, min(2, len(overridable))))
    lines.append("integrations:")
    lines += [f"  {one.name}: {{rotateBefore: {random.randrange(10, 60)}d}}" for one in overridden]
    for one in own:
        owner = manager if one.name == one.product else _owner(one)
        template = _template(one).replace("{{ client.displayName }}", display) if fleet.written_out else _template(one)
        lines.append(f"  {one.name}: {one.body(owner, template)}")
    return "\n".join(lines if own or overridden else lines[:-1]) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write one firm."""
    parser = argparse.ArgumentParser(description="a firm of any size, made up")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--integrations", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-file", type=int, default=1)
    parser.add_argument("--shape", choices=SHAPES, default="profiles", help="where what a client has is written")
    options = parser.parse_args(arguments)
    fleet = shaped(options.shape, options.clients, options.integrations)
    fleet = replace(fleet, seed=options.seed, per_file=options.per_file)
    print(write(fleet, options.directory))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
