"""What a person does on the screens, step by step, by the words that stand there.

Promises: each function is one procedure of the public guides; it ends with the thing done, or raises ScreenFailed with
what the screen said. The key a page shows once is returned as a Sensitive. Does not look into the world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provisioner.model.secrets import Sensitive
from provisioner_tripletex_simulator.browse import Browser, ScreenFailed

PERMISSION_WORDS = {
    "all": "Alle tilganger",
    "same-as-owner": "Gi brukernøkkelen denne brukerens tilganger",
    "chosen": "Bestem selv",
}


@dataclass(frozen=True, slots=True)
class WantedKey:
    """The key to make."""

    owner_email: str
    """Whose; an employee or a contact."""
    key_name: str
    """«Gi nøkkelen navn»."""
    title: str = ""
    """The integration as «Ny nøkkel» lists it; empty for «Tilpasset oppsett»."""
    application_name: str = ""
    """«Applikasjonsnavn», for «Tilpasset oppsett»."""
    permissions: str = "all"
    """all, same-as-owner or chosen, for «Tilpasset oppsett»."""
    chosen: tuple[str, ...] = ()
    """Words of the rights, when chosen."""
    office: bool = False
    """«Regnskapskontorets brukernøkkel»."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """What the screen showed, once."""

    token: Sensitive
    """The key."""
    key_id: str
    """Its id, of no use to a vendor."""


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A line of «API-tilgang»."""

    name: str
    """«Navn»."""
    application: str
    """«Applikasjon»."""
    key_id: str
    """«Brukernøkkel-ID»."""


def log_in(browser: Browser, user: str, password: Sensitive) -> None:
    """Log in."""
    browser.open("/login")
    browser.fill("Brukernavn", user)
    browser.fill("Passord", password.reveal())
    browser.press("Logg inn")
    if browser.problem:
        raise ScreenFailed(browser.problem)


def open_company(browser: Browser, which: str) -> None:
    """«Bytt selskap» by organisation number or name, and look that the right one is open."""
    if _is_open(browser, which):
        return
    browser.follow("Bytt selskap")
    browser.fill("Søk", which)
    browser.press("Søk")
    browser.press("Åpne", row=which)
    if not _is_open(browser, which):
        raise ScreenFailed("another company is open")


def _is_open(browser: Browser, which: str) -> bool:
    name, _, number = browser.labelled("Selskap").rpartition(", org.nr. ")
    return which in (name, number)


def activate_module(browser: Browser) -> None:
    """«Selskap» > «Mitt abonnement» > «Integrasjoner» > «Aktiver»."""
    browser.follow("Mitt abonnement")
    if not browser.has("button", "Aktiver"):
        raise ScreenFailed("«Integrasjoner» cannot be activated here: it is active, or the package does not have it")
    browser.tick("Jeg godtar vilkårene")
    browser.press("Aktiver")
    _look(browser)


def open_tile(browser: Browser, title: str) -> str:
    """«Integrasjoner» > search > the tile; the text under «Avtale», as one copies it."""
    browser.follow("Integrasjoner")
    browser.fill("Søk etter integrasjon", title)
    browser.press("Søk")
    browser.follow(title)
    return "\n\n".join(quoted.words() for quoted in browser.page.all("blockquote"))


def activate_integration(browser: Browser, title: str) -> None:
    """«Integrasjoner» > search > the tile > accept > «Legg til»; then the vendor is next, at once or by a link."""
    open_tile(browser, title)
    browser.tick("Jeg godtar avtalen")
    browser.press("Legg til")
    if not browser.sent_on:
        _look(browser)


def is_activated(browser: Browser, title: str) -> bool:
    """Whether «Integrasjoner» shows it as «Aktivert»."""
    browser.follow("Integrasjoner")
    _arrived(browser, "Integrasjoner")
    return browser.has("button", f"Deaktiver {title}")


def deactivate_integration(browser: Browser, title: str) -> None:
    """«Integrasjoner» > «Deaktiver»."""
    browser.follow("Integrasjoner")
    browser.press("Deaktiver", row=title)
    _look(browser)


def open_api_access(browser: Browser, email: str) -> None:
    """«Ansatte» or «Kontakter» > the person > «API-tilgang»."""
    for menu in ("Ansatte", "Kontakter"):
        browser.follow(menu)
        browser.fill("Søk", email)
        browser.press("Søk")
        name = _name_of(browser, email)
        if name:
            browser.follow(name)
            browser.follow("API-tilgang")
            return
    raise ScreenFailed(f"no employee or contact has the address {email}")


def _name_of(browser: Browser, email: str) -> str:
    for row in browser.page.all("tr"):
        cells = [cell.words() for cell in row.all("td")]
        if len(cells) > 1 and cells[1].lower() == email.lower():
            return cells[0]
    return ""


def create_key(browser: Browser, wanted: WantedKey) -> ShownKey:
    """«Ny nøkkel» to «Opprett nøkkel»; the key is read from the field, never the id beside it."""
    open_api_access(browser, wanted.owner_email)
    browser.follow("Ny nøkkel")
    afterwards = False
    if wanted.title:
        browser.fill("Søk etter integrasjon", wanted.title)
        browser.press("Søk")
        browser.tick(wanted.title)
    else:
        browser.tick("Tilpasset oppsett")
        browser.fill("Applikasjonsnavn", wanted.application_name)
        browser.tick(PERMISSION_WORDS[wanted.permissions])
        afterwards = wanted.permissions == "chosen" and not browser.page_says("Velg tilganger")
        for words in () if afterwards or wanted.permissions != "chosen" else wanted.chosen:
            browser.tick(words)
    browser.fill("Gi nøkkelen navn", wanted.key_name)
    if wanted.office:
        browser.tick("Regnskapskontorets brukernøkkel")
    browser.press("Opprett nøkkel")
    _look(browser)
    shown = ShownKey(
        Sensitive(browser.field("Brukernøkkel").attributes["value"]),
        browser.field("Brukernøkkel-ID").attributes["value"],
    )
    if afterwards:
        tick_rights(browser, shown.key_id, wanted.chosen)
    return shown


def tick_rights(browser: Browser, key_id: str, words: Sequence[str]) -> None:
    """Open the new key and tick what it may do."""
    browser.follow("Lukk")
    browser.follow_in_row("Rettigheter", key_id)
    for entry in words:
        browser.tick(entry)
    browser.press("Lagre endringer")
    _look(browser)


def keys_of(browser: Browser, owner_email: str) -> tuple[ListedKey, ...]:
    """The keys that «API-tilgang» lists, the oldest first."""
    open_api_access(browser, owner_email)
    if not browser.has("a", "Ny nøkkel"):
        raise ScreenFailed(f"«{browser.title}» is open, and shows no keys")
    rows = [[cell.words() for cell in row.all("td")] for row in browser.page.all("tr")]
    return tuple(ListedKey(cells[0], cells[1], cells[3]) for cells in rows if len(cells) > 3)


def delete_key(browser: Browser, owner_email: str, key: str) -> None:
    """«API-tilgang» > «Slett», for the key of that id or name."""
    open_api_access(browser, owner_email)
    browser.press("Slett", row=key)
    if browser.title.startswith("Slett nøkkelen"):
        browser.press("Slett")
    _look(browser)


def offered_keys(browser: Browser, application: str) -> tuple[str, ...]:
    """What «Legg til API-nøkkel» offers for that application, as it words it."""
    browser.follow("Tilganger")
    browser.follow("Legg til API-nøkkel")
    offered = [option.words() for option in browser.field("API-nøkkel").all("option")]
    return tuple(words for words in offered if words.endswith(f" ({application})"))


def attach_clients(browser: Browser, key: str, template: str, clients: Sequence[str]) -> None:
    """«Klient» > «Tilganger» > «Legg til API-nøkkel» > «Tilgangsmal» > tick > «Lagre endringer».

    Clients are given by organisation number or name. Of several keys with one name it is the newest: it stands last.
    """
    browser.follow("Tilganger")
    browser.follow("Legg til API-nøkkel")
    options = [option.words() for option in browser.field("API-nøkkel").all("option")]
    found = [position for position, words in enumerate(options) if words == key or words.rpartition(" (")[0] == key]
    browser.choose_at("API-nøkkel", found[-1] if found else -1, key)
    browser.choose("Tilgangsmal", template)
    for client in clients:
        browser.tick(browser.label_of(client))
    browser.press("Lagre endringer")
    _look(browser)


def is_attached(browser: Browser, key: str, client: str) -> bool:
    """Whether «Tilganger» shows the client with that key."""
    browser.follow("Tilganger")
    _arrived(browser, "Tilganger")
    return browser.row_says(client, key)


def detach_clients(browser: Browser, key: str, clients: Sequence[str]) -> None:
    """«Klient» > «Tilganger» > tick > «Fjern tilgang»."""
    browser.follow("Tilganger")
    for client in clients:
        browser.tick_row(client, key)
    browser.press("Fjern tilgang")
    _look(browser)


def _arrived(browser: Browser, title: str) -> None:
    """What a page does not show is gone only if it is the page that would show it."""
    if browser.title != title:
        raise ScreenFailed(f"«{browser.title}» is open, not «{title}»")


def _look(browser: Browser) -> None:
    """See what the screen says. Who is asked to log in first has changed nothing."""
    if browser.has("button", "Logg inn"):
        raise ScreenFailed("the log-in ended; nothing was changed")
    if browser.problem or browser.status >= 400:
        raise ScreenFailed(browser.problem or f"the screen answered {browser.status}")
