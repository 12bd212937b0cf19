"""How the fake provider declares what is there.

Promises: pure. What cannot be told apart is told and not declared. Does not: know of any world.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from provisioner.formats.template_filters import slug
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Declared, Section
from provisioner.model.resource import Live, Role
from provisioner.model.values import FrozenMap, Value, thaw, tree
from provisioner.spi.provider import Declarations, DeclareRequest, ExpandRequest, can_be_written
from provisioner.testing import fake_language
from provisioner.testing.words import WORDS

_TEXTS = ("title", "text", "application", "scope", "label", "expires")


def declare(request: DeclareRequest) -> Declarations:
    """What somebody would declare who knows no more than was read."""
    return _Declaring(request).result() if request.read.visible else Declarations()


@dataclass
class _Declaring:
    """One account being declared."""

    request: DeclareRequest
    found: list[Diagnostic] = field(default_factory=list)

    def result(self) -> Declarations:
        known, taken = set(self._known()), self._taken()
        marks = Counter(_mark(live.kind, live.attributes) for live in self.request.read.live)
        declared: list[Declared] = []
        for live in sorted(self.request.read.live, key=lambda one: (one.kind, one.native_id or "")):
            mark = _mark(live.kind, live.attributes)
            if mark in known:
                continue
            body = self._body(live) if marks[mark] == 1 else None
            if body is None:
                self.found.append(WORDS("fake-untold", Place(account=live.account), label=live.label))
                continue
            section = Section.OFFICE_KEYS if live.kind == "office_key" else Section.INTEGRATIONS
            name = _free(slug(str(body.get("title") or body.get("application") or body.get("to"))) or "thing", taken)
            taken.add(name)
            here = SourceRange(str(live.account), 1, 1)
            declared.append(Declared(name, section, tree(body), here))
        whole = not self.found and self.request.read.complete >= set(fake_language.KINDS)
        return Declarations(tuple(declared), (), tuple(self.found), whole)

    def _known(self) -> Iterator[str]:
        """What is declared already."""
        declared = self.request.declared
        if declared is not None:
            asked = ExpandRequest(declared, self.request.office, self.request.integrations, self.request.now)
            for desired in fake_language.expand(asked).desired:
                held = desired.attributes
                if desired.address.kind == "link":
                    held = held.with_items({"office_key": self._number(desired.depends_on[-1].name)})
                yield _mark(desired.address.kind, held)

    def _taken(self) -> set[str]:
        declared = self.request.declared
        return {item.name for item in declared.declared} if declared is not None else set()

    def _body(self, live: Live) -> dict[str, Value] | None:
        held = live.attributes
        body: dict[str, Value] = {"kind": live.kind, "adopt": True}
        if live.kind == "link":
            name = self._key_named(held.get("office_key"))
            return {**body, "to": name} if name is not None else None
        texts = {name: str(held[name]) for name in _TEXTS if held.get(name) is not None}
        return {**body, **texts} if all(map(can_be_written, texts.values())) else None

    def _keys(self) -> Iterator[tuple[str, Value]]:
        """The office's keys by name, with their applications."""
        for item in self.request.office.declared if self.request.office is not None else ():
            if item.section is Section.OFFICE_KEYS:
                yield item.name, item.body.text("application")

    def _key_named(self, number: Value) -> str | None:
        """What the office calls its key of that number."""
        applications = [held for at, held in self._numbers() if at == number]
        return next((name for name, application in self._keys() if application in applications), None)

    def _number(self, name: str) -> Value:
        application = dict(self._keys()).get(name)
        return next((number for number, held in self._numbers() if held == application), None)

    def _numbers(self) -> Iterator[tuple[Value, Value]]:
        read = self.request.office_read
        for live in read.live if read is not None else ():
            if live.kind == "office_key":
                yield live.attributes.get("number"), live.attributes.get("application")


def _mark(kind: str, held: FrozenMap[Value]) -> str:
    names = fake_language.type_of(kind).names(Role.IDENTITY)
    return repr((kind, [thaw(held.get(name)) for name in names]))


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
