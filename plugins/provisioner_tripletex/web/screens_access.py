"""Office keys at clients: which are attached where, attaching and taking off, by the words that stand there.

Promises: what is not read on the list itself is not taken to be absent. Does not: decide what is to be done.
"""

from __future__ import annotations

from collections.abc import Sequence

from provisioner_tripletex.web.window import ScreenUnexpected, Window, looking_back


def accesses(window: Window) -> tuple[dict[str, str], ...]:
    """What «Tilganger» lists. ScreenUnexpected where that is not what stands there."""
    labels = window.labels
    window.menu(labels.client, labels.accesses)
    window.arrived(labels.accesses)
    return tuple(window.rows(labels.client, labels.number_column, labels.api_key))


def attach(window: Window, key: str, template: str, numbers: Sequence[str]) -> None:
    """«Legg til API-nøkkel» > the key, the newest of its name > «Tilgangsmal» > tick > «Lagre endringer»."""
    labels = window.labels
    window.menu(labels.client, labels.accesses)
    window.follow(labels.add_api_key)
    offered = window.options(labels.api_key)
    fitting = [at for at, words in enumerate(offered) if key in (words, words.rpartition(" (")[0])]
    if not fitting:
        raise window.unexpected(f"the key «{key}»", f"nøkkelen «{key}»")
    window.choose(labels.api_key, fitting[-1])
    templates = window.options(labels.access_template)
    if template not in templates:
        raise window.unexpected(f"«{template}»")
    window.choose(labels.access_template, templates.index(template))
    for number in numbers:
        window.tick_with(number)
    window.press_for_good(labels.save)


def detach(window: Window, key: str, number: str) -> None:
    """«Fjern tilgang», and that the list then no longer has it; nothing where it did not have it before."""
    if not is_attached(window, key, number):
        return
    labels = window.labels
    window.tick_row(number, key)
    window.press_for_good(labels.remove_access)
    with looking_back(labels.remove_access):
        there = is_attached(window, key, number)
    if there:
        pressed = labels.remove_access
        wanted = (f"{number} to be gone after «{pressed}»", f"at {number} var borte etter «{pressed}»")
        raise ScreenUnexpected(wanted, (f"{number} with «{key}»", f"{number} med «{key}»"))


def is_attached(window: Window, key: str, number: str) -> bool:
    """Whether «Tilganger» lists the client with that key."""
    return any(number in numbers(row) and key in row.values() for row in accesses(window))


def numbers(row: dict[str, str]) -> frozenset[str]:
    """The organisation numbers that a row can be about."""
    return frozenset("".join(cell.split()) for cell in row.values())
