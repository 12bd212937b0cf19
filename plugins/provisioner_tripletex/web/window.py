"""A page as a person uses it: by roles and visible words, one deed at a time.

Promises: a deed whose words are not there raises ScreenUnexpected with what stood there instead, and nothing was
pressed. A list is read only where its headings stand: a screen without them is never an empty list. A button that
cannot be taken back is pressed by `press_for_good` alone; where nothing comes after it, OutcomeUnknown is raised. Does
not: know what any screen is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from provisioner.model.errors import OutcomeUnknown
from provisioner_tripletex.web.browser import Away
from provisioner_tripletex.web.labels import Labels
from provisioner_tripletex.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

GLANCE_MS: Final = 3_000
"""How long is waited for words on a page that has loaded."""
TRIES: Final = 6
"""How often the first screen is asked for."""
_LONGEST: Final = 300
"""Characters of a screen that are told."""
COVER: Final = "#000000"
_WORDS_OF: Final = "box => box.labels && box.labels.length ? box.labels[0].innerText : ''"


class ScreenUnexpected(Exception):
    """A screen that is not what was expected; nothing was pressed."""

    def __init__(self, wanted: str | tuple[str, str], seen: str | tuple[str, str]) -> None:
        """Either in English and in Norwegian, or in words of the screen, which are the same in both."""
        self.wanted, self.wanted_nb = (wanted, wanted) if isinstance(wanted, str) else wanted
        """What was looked for."""
        self.seen, self.seen_nb = (seen, seen) if isinstance(seen, str) else seen
        """The screen's heading and address, without what may be secret."""
        super().__init__(self.wanted)

    @property
    def pairs(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both in both languages, as another of its kind takes them."""
        return (self.wanted, self.wanted_nb), (self.seen, self.seen_nb)

    @property
    def told(self) -> dict[str, str]:
        """Both in both languages, as words of `WORDS` want them."""
        return {"wanted": self.wanted, "wanted_nb": self.wanted_nb, "seen": self.seen, "seen_nb": self.seen_nb}


class LoggedOut(ScreenUnexpected):
    """The log-in ended in the middle; nothing was done."""


class CompanyNotThere(ScreenUnexpected):
    """The list of companies was there, and none with that number in it."""


class PersonNotThere(ScreenUnexpected):
    """The list of people was there, and nobody with that address in it."""


class NoApiAccess(ScreenUnexpected):
    """The person was there, and whoever is logged in sees no tab for keys."""


class ScreenRefused(Exception):
    """The screen said no, in its own words; it was not done."""


@contextmanager
def looking_back(pressed: str) -> Iterator[None]:
    """What is looked at after a button was pressed: what cannot be read then leaves what came of it unknown.

    A log-in that ended is not such a thing: the whole step is looked at again, and finds done what was done.
    """
    try:
        yield
    except LoggedOut:
        raise
    except ScreenUnexpected as unexpected:
        raise OutcomeUnknown.of(
            WORDS(
                "pressed-unexpected",
                pressed=pressed,
                wanted=unexpected.wanted,
                seen=unexpected.seen,
                seen_nb=unexpected.seen_nb,
                wanted_nb=unexpected.wanted_nb,
            )
        ) from unexpected


@dataclass(slots=True)
class Window:
    """The page and the words to find things by."""

    page: Page
    """Playwright's."""
    address: str
    """Where Tripletex is."""
    labels: Labels
    """Every word."""
    away: Away = field(default_factory=Away)
    """Where the page was sent away from Tripletex, and did not go."""

    def open(self, path: str = "/") -> None:
        """Goes to an address; only the first screen is reached so, everything else by what stands there."""
        from playwright.sync_api import Error  # noqa: PLC0415  # the extra

        for attempt in range(TRIES):
            try:
                self.page.goto(self.address + path)
                return
            except Error:
                # The page of a lost answer may still be on its way, and stop the next one; looking again is harmless.
                if attempt == TRIES - 1:
                    raise ScreenUnexpected(self.address, ("nothing answered", "ingenting svarte")) from None
                self.page.wait_for_timeout(GLANCE_MS / TRIES)

    # --- looking ----------------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """The main heading; empty where there is none."""
        found = self.page.get_by_role("heading", level=1)
        return found.first.inner_text().strip() if found.count() else ""

    @property
    def problem(self) -> str:
        """What the screen complains of; empty where it does not."""
        found = self.page.get_by_role("alert")
        return found.first.inner_text().strip() if found.count() else ""

    def has(self, role: str, name: str, *, row: str | None = None) -> bool:
        """Whether something of that role and name is there now, on the page or in the row that says `row`."""
        return self._role(role, name, row).count() > 0

    def arrived(self, *headings: str) -> None:
        """That each of these headings stands there. ScreenUnexpected where one does not."""
        from playwright.sync_api import Error  # noqa: PLC0415  # the extra

        for words in headings:
            try:
                self._role("heading", words).first.wait_for(state="attached", timeout=GLANCE_MS)
            except Error:
                raise self.unexpected(f"the screen «{words}»", f"skjermbildet «{words}»") from None

    def ticked(self) -> list[str]:
        """The words of every box that is ticked."""
        boxes = self.page.get_by_role("checkbox", checked=True).all()
        return [" ".join(str(box.evaluate(_WORDS_OF)).split()) for box in boxes]

    def has_text(self, text: str) -> bool:
        """Whether the words stand there as they are."""
        return self.page.get_by_text(text, exact=True).count() > 0

    def labelled(self, name: str) -> str:
        """The text of what is labelled so."""
        found = self.page.get_by_label(name, exact=True)
        return found.first.inner_text().strip() if found.count() else ""

    def value(self, name: str) -> str:
        """What stands in a field. ScreenUnexpected where there is none."""
        return self._there(self.page.get_by_label(name, exact=True), name).input_value()

    def value_or_none(self, name: str) -> str | None:
        """The same, None where there is no such field."""
        found = self.page.get_by_label(name, exact=True)
        return found.input_value() if found.count() == 1 else None

    def rows(self, *headings: str) -> list[dict[str, str]]:
        """The rows of the one table that has these headings, by heading. ScreenUnexpected where there is none, or a
        row that does not fit them: then nobody can tell what is listed."""
        table, names = self._table(headings)
        found: list[dict[str, str]] = []
        for row in table.get_by_role("row").all():
            cells = [text.strip() for text in row.get_by_role("cell").all_inner_texts()]
            if cells and len(cells) != len(names):
                raise self.unexpected(
                    f"a row of {len(names)} cells, not {len(cells)}",
                    f"en rad med {len(names)} celler, ikke {len(cells)}",
                )
            if cells:
                found.append(dict(zip(names, cells, strict=True)))
        return found

    def _table(self, headings: tuple[str, ...]) -> tuple[Locator, list[str]]:
        """The one table with these headings, and all its headings; it may take a moment to appear."""
        found: list[tuple[Locator, list[str]]] = []
        for attempt in range(TRIES):
            for table in self.page.get_by_role("table").all():
                names = [text.strip() for text in table.get_by_role("columnheader").all_inner_texts()]
                if set(headings) <= set(names):
                    found.append((table, names))
            if found or attempt == TRIES - 1 or self.has("button", self.labels.log_in):
                break
            self.page.wait_for_timeout(GLANCE_MS / TRIES)
        columns = ", ".join(f"«{name}»" for name in headings)
        if len(found) != 1:
            if found:
                raise self.unexpected(
                    f"one list with {columns}, not {len(found)}", f"én liste med {columns}, ikke {len(found)}"
                )
            raise self.unexpected(f"a list with {columns}", f"en liste med {columns}")
        return found[0]

    def options(self, name: str) -> list[str]:
        """What a choice offers."""
        field = self._there(self.page.get_by_label(name, exact=True), name)
        return [option.inner_text().strip() for option in field.get_by_role("option").all()]

    # --- doing ------------------------------------------------------------------------------------------------------

    def follow(self, name: str, *, row: str | None = None) -> None:
        """A link, of the page or of the row that says `row`."""
        self._there(self._role("link", name, row), name).click()
        self._settled()

    def menu(self, *names: str) -> None:
        """A menu's entry: what leads to it is opened only where it does not stand there yet."""
        *parents, last = names
        for parent in parents:
            if self.has("link", last):
                break
            for role in ("link", "button"):
                if self.has(role, parent):
                    self._role(role, parent).first.click()
                    break
        self.follow(last)

    def fill(self, name: str, text: str) -> None:
        """A field."""
        self._there(self.page.get_by_label(name, exact=True), name).fill(text)

    def tick(self, name: str) -> None:
        """A tick box or a choice of one."""
        self._there(self.page.get_by_label(name, exact=True), name).check()

    def choose(self, name: str, position: int) -> None:
        """An option by its place."""
        self._there(self.page.get_by_label(name, exact=True), name).select_option(index=position)

    def press(self, name: str, *, row: str | None = None) -> None:
        """A button that changes nothing for good."""
        self._there(self._role("button", name, row), name).click()
        self._settled()

    def press_for_good(self, name: str, *, row: str | None = None, leads_away: bool = False) -> None:
        """The button. ScreenUnexpected before it; ScreenRefused or OutcomeUnknown after it.

        Where it may lead to another host the page is blank then; `onward` has the address.
        """
        from playwright.sync_api import Error  # noqa: PLC0415  # the extra

        button = self._there(self._role("button", name, row), name)
        unknown = OutcomeUnknown.of(WORDS("pressed-unknown", name=name))
        self.away.forget()
        answer = None
        try:
            with self.page.expect_navigation(wait_until="load") as navigation:
                button.click()
            answer = navigation.value
        except Error:
            if self.away.address is None:
                raise unknown from None
        if self.away.address is not None:
            if leads_away:
                return
            raise unknown
        if self.problem:
            raise ScreenRefused(self.problem)
        if self.has("button", self.labels.log_in):
            # Who is not logged in is asked to before anything is done: it is certain that nothing was.
            raise LoggedOut(f"what comes after «{name}»", self.labels.log_in)
        if answer is None or answer.status >= 500:
            raise unknown
        if answer.status >= 400:
            raise ScreenRefused(self.heading or str(answer.status))

    def search(self, text: str, field: str | None = None) -> None:
        """The search of a list."""
        self.fill(field or self.labels.search, text)
        self.press(self.labels.search)

    def text_under(self, heading: str) -> str:
        """The text quoted under a heading. ScreenUnexpected where there is none."""
        self._there(self._role("heading", heading), heading)
        return self._there(self.page.get_by_role("blockquote"), heading).inner_text()

    def onward(self) -> str:
        """The address that leads away from here: where the page was sent, else its one link to another host; empty
        where there is none."""
        if self.away.address is not None:
            return self.away.address.reveal()
        found = [link.get_attribute("href") or "" for link in self.page.get_by_role("link").all()]
        here = urlsplit(self.address).netloc
        away = [link for link in found if link.startswith(("https://", "http://")) and urlsplit(link).netloc != here]
        return away[0] if len(away) == 1 else ""

    def unfold(self, name: str) -> None:
        """What is folded away under these words."""
        self._there(self.page.get_by_text(name, exact=True), name).click()

    def tick_with(self, words: str) -> None:
        """The tick box whose label holds the words, in brackets or alone."""
        pattern = re.compile(rf"(^|\(){re.escape(words)}(\)|$)")
        self._there(self.page.get_by_label(pattern), words).check()

    def tick_row(self, *cells: str) -> None:
        """The tick box of the row that has these cells."""
        row = self.page.get_by_role("row")
        for cell in cells:
            row = row.filter(has=self.page.get_by_role("cell", name=cell, exact=True))
        self._there(row.get_by_role("checkbox"), " / ".join(cells)).check()

    def picture(self, *covered: str) -> bytes:
        """The screen, with the fields labelled so covered before it is taken. No file is written."""
        masks = [self.page.get_by_label(name, exact=True) for name in covered]
        masks += [self.page.locator("input[type=password]")]
        return self.page.screenshot(mask=masks, mask_color=COVER, animations="disabled", full_page=True)

    # --- within -----------------------------------------------------------------------------------------------------

    def unexpected(self, wanted: str, wanted_nb: str = "") -> ScreenUnexpected:
        """That `wanted` is not what stands there; words of the screen are the same in Norwegian."""
        pair = (wanted, wanted_nb or wanted)
        if self.has("button", self.labels.log_in):
            return LoggedOut(pair, self.labels.log_in)
        said = self.problem or self.heading or self.page.title()
        return ScreenUnexpected(pair, re.sub(r"\s+", " ", said)[:_LONGEST])

    def _role(self, role: str, name: str, row: str | None = None) -> Locator:
        """What has the role and the name; in a row it may be named with the row's own words behind it."""
        wanted: str | re.Pattern[str] = name
        place: Page | Locator = self.page
        if row is not None:
            cell = self.page.get_by_role("cell", name=row, exact=True)
            place = self.page.get_by_role("row").filter(has=cell)
            wanted = re.compile(rf"^{re.escape(name)}(\s|$)")
        return place.get_by_role(role, name=wanted, exact=True)  # type: ignore[arg-type]  # roles are Playwright's words

    def _there(self, found: Locator, name: str) -> Locator:
        """The one thing; it may take a moment to appear."""
        from playwright.sync_api import Error  # noqa: PLC0415  # the extra

        try:
            found.first.wait_for(state="attached", timeout=GLANCE_MS)
        except Error:
            raise self.unexpected(f"«{name}»") from None
        if found.count() != 1:
            raise self.unexpected(
                f"«{name}» once, not {found.count()} times", f"«{name}» én gang, ikke {found.count()}"
            )
        return found

    def _settled(self) -> None:
        from playwright.sync_api import Error  # noqa: PLC0415  # the extra

        try:
            self.page.wait_for_load_state("load")
        except Error:
            raise self.unexpected("a screen that loads", "et skjermbilde som lastes") from None
