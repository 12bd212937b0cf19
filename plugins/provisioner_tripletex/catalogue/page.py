"""The catalogue as a page of documentation.

Promises: the same catalogue gives the same Markdown, so that a test can hold `docs/catalogue.md` to the data. Cells
are escaped. Does not: read or write files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner_tripletex.catalogue import Catalogue
from provisioner_tripletex.catalogue.facts import (
    Answer,
    IntegrationFacts,
    OfficeKey,
    PermissionMode,
    ReachedBy,
)

_HEAD: Final = """# The bundled catalogue

What is known, from public pages, about {count} products that connect to Tripletex. A firm's own `kind: Integration`
document stands beside these entries, and replaces one of the same name as a whole. What no page says is *unknown*: it
is asked of the user, with a source, and never guessed.

{summary}

* **method**: `menu` is «Integrasjoner» > «Aktiver»; `user-key` is «API-tilgang» > «Ny nøkkel» with the application
  chosen in the list; `custom-key` is «Tilpasset oppsett»; `office-key` is «Regnskapskontorets brukernøkkel».
* **application name** («Applikasjonsnavn») is exact: capitals, underscores and Norwegian letters count.
* **permissions**: `template` comes with the application; `all` is «Alle tilganger»; `same-as-owner` is «Gi
  brukernøkkelen denne brukerens tilganger»; `list` is «Bestem selv».
* **office key**: whether the vendor takes one key for many clients.

This page is written from the data: `python -m provisioner_tripletex.catalogue docs/catalogue.md`.

| id | product | vendor | method | application name | key name | permissions | office key | package | checked |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""

_UNKNOWN: Final = "*unknown*"
_REACHED: Final[Mapping[ReachedBy, str]] = MappingProxyType(
    {
        ReachedBy.KEY: "key, *set-up unknown*",
        ReachedBy.UNKNOWN: _UNKNOWN,
        ReachedBy.FILE_EXPORT: "none: file export",
        ReachedBy.BUILT_IN: "none: built in",
        ReachedBy.OTHER_SETTING: "none: a setting elsewhere",
    }
)


def markdown_page(catalogue: Catalogue) -> str:
    """The whole of `docs/catalogue.md`."""
    entries = tuple(catalogue.entries.values())
    head = _HEAD.format(count=len(entries), summary=_summary(entries))
    table = "\n".join(_row(entry) for entry in entries)
    return f"{head}{table}\n\n## Entry by entry\n\n{chr(10).join(_section(entry) for entry in entries)}"


def _summary(entries: tuple[IntegrationFacts, ...]) -> str:
    answers = Counter(entry.set_up for entry in entries)
    named = sum(1 for entry in entries if entry.application_name is not None)
    unknown = sum(1 for entry in entries if entry.methods is None)
    return (
        f"{answers[Answer.YES]} are set up by key or menu ({unknown} of them by a key whose set-up no page tells), "
        f"{answers[Answer.NO]} are not; {named} have a known application name."
    )


def _row(entry: IntegrationFacts) -> str:
    title = _cell(entry.title)
    cells = (
        f"`{entry.name}`",
        f"[{title}]({entry.help_link})" if entry.help_link else title,
        _cell(entry.vendor or _UNKNOWN),
        _method(entry),
        f"`{entry.application_name}`" if entry.application_name else _none(entry),
        _key_names(entry),
        _permissions(entry),
        _UNKNOWN if entry.office_key is OfficeKey.UNKNOWN else entry.office_key.value,
        entry.package or "",
        entry.checked or _UNKNOWN,
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _none(entry: IntegrationFacts) -> str:
    """What an empty fact means: nothing to know, or nothing known."""
    return "" if entry.set_up is Answer.NO else _UNKNOWN


def _method(entry: IntegrationFacts) -> str:
    if entry.reached_by is not None:
        return _REACHED[entry.reached_by]
    return ", ".join(f"`{method}`" for method in entry.methods or ())


def _key_names(entry: IntegrationFacts) -> str:
    named = [
        f"{'exactly ' if key_name.exact else 'such as '}`{_cell(key_name.text)}`{where}"
        for key_name, where in ((entry.key_name, ""), (entry.office_key_name, " (office key)"))
        if key_name is not None
    ]
    return ", ".join(named)


def _permissions(entry: IntegrationFacts) -> str:
    if entry.permissions is None:
        return _none(entry)
    if entry.permissions.mode is PermissionMode.LIST:
        return f"list of {len(entry.permissions.rights)}"
    return entry.permissions.mode.value


def _section(entry: IntegrationFacts) -> str:
    lines = [f"### {entry.title}", "", f"`{entry.name}`" + _also(entry), ""]
    lines += [f"* {label}: {text}" for label, text in _facts(entry) if text]
    lines += [f"* Source: {f'<{source}>' if source.startswith('http') else source}" for source in entry.sources]
    return "\n".join(lines) + "\n"


def _also(entry: IntegrationFacts) -> str:
    return f", also {', '.join(f'`{alias}`' for alias in entry.aliases)}" if entry.aliases else ""


def _facts(entry: IntegrationFacts) -> tuple[tuple[str, str | None], ...]:
    handoff = entry.handoff
    rights = entry.permissions.rights if entry.permissions else ()
    owner = entry.owner_needs
    return (
        ("Not by key or menu", entry.explanation),
        ("Search for", f"«{entry.menu_search}»" if entry.menu_search else None),
        ("Application name", entry.application_name_from),
        ("Rights of the key", "; ".join(str(right) for right in rights)),
        ("API operations it must reach", ", ".join(f"`{name}`" for name in entry.needs_operations)),
        (
            "The owner needs",
            ("all rights" if owner.everything else "; ".join(map(str, owner.rights))) if owner else None,
        ),
        ("Handed over by", handoff.channel.value if handoff and handoff.channel else None),
        ("Where", f"<{handoff.url}>" if handoff and handoff.url else None),
        ("The vendor also needs", ", ".join(handoff.also_needs) if handoff else None),
        ("Never by", ", ".join(handoff.never) if handoff else None),
        ("At the vendor's", " ".join(handoff.steps) if handoff else None),
        ("Note", entry.note),
    )
