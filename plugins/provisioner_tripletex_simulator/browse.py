"""A browser without a screen: reads a page, finds things by the words on it, fills forms and presses buttons.

Promises: it can do only what a person could: follow a link, fill a field by its label, press a button by its words.
Knows no address but the first page's. Does not run scripts, or go to another host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from provisioner.spi.endpoint import TransportFailed
from provisioner_tripletex_simulator.wire import Request, Response

TOO_MANY = 429
_VOID = frozenset({"meta", "input", "br", "link", "img", "hr"})


class ScreenFailed(Exception):
    """What was looked for is not on the screen, or the screen says no."""


class ScreenBroke(Exception):
    """The server failed, or would take no more. `sent` says whether a form had been sent, so that nobody knows what
    became of it."""

    def __init__(self, status: int, *, sent: bool) -> None:
        super().__init__(f"the screen answered {status}")
        self.status = status
        self.sent = sent


@dataclass(slots=True)
class Element:
    """One element of a page."""

    tag: str
    """Its tag."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Its attributes."""
    children: list[Element | str] = field(default_factory=list)
    """What is in it."""
    parent: Element | None = field(default=None, repr=False)
    """What it is in."""

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element of these tags below this one, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def words(self) -> str:
        """The text in it, blanks collapsed."""
        parts = [child if isinstance(child, str) else child.words() for child in self.children]
        return " ".join(" ".join(parts).split())

    def above(self, tag: str) -> Element | None:
        """The nearest element of that tag around this one."""
        at = self.parent
        while at is not None and at.tag != tag:
            at = at.parent
        return at


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, parent=self.at)
        self.at.children.append(made)
        if tag not in _VOID:
            self.at = made

    def handle_endtag(self, tag: str) -> None:
        at: Element | None = self.at
        while at is not None and at.tag != tag:
            at = at.parent
        if at is not None and at.parent is not None:
            self.at = at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read_page(html: str) -> Element:
    """A page as a tree."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


Send = Callable[[Request], Response]


class Browser:
    """One window, with its cookie."""

    def __init__(self, send: Send, read: Callable[[str], Element] = read_page) -> None:
        """`read` makes a tree of a page; nothing here ever changes one.

        `sent_on` is the address at another host to which the last page led; nothing is asked there.
        """
        self._send = send
        self._read = read
        self._cookie = ""
        self._typed: dict[int, str] = {}
        self._ticked: dict[int, bool] = {}
        self.page = Element("page")
        self.status = 0
        self.sent_on = ""

    def open(self, target: str) -> None:
        """Go to an address."""
        self._go(Request.of("GET", target, self._headers()))

    def follow(self, words: str) -> None:
        """Follow the link that says this."""
        self.open(self._named("a", words).attributes["href"])

    def has(self, tag: str, words: str) -> bool:
        """Whether there is a link or button that says this."""
        return any(words in _names(element) for element in self.page.all(tag))

    def fill(self, label: str, text: str) -> None:
        """Type into the field of that label."""
        self._typed[id(self.field(label))] = text

    def tick(self, label: str) -> None:
        """Tick a box or choose one of several."""
        box = self.field(label)
        if box.attributes.get("type") == "radio":
            for other in self.page.all("input"):
                if other.attributes.get("name") == box.attributes.get("name"):
                    self._ticked[id(other)] = False
        self._ticked[id(box)] = True

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        offered = [entry.words() for entry in self.field(label).all("option")]
        self.choose_at(label, offered.index(option) if option in offered else -1, option)

    def choose_at(self, label: str, position: int, option: str) -> None:
        """Choose the entry at that position of a list; a negative one is not there, and `option` names it."""
        if position < 0:
            raise ScreenFailed(f"«{label}» does not offer «{option}»")
        entries = list(self.field(label).all("option"))
        self._typed[id(self.field(label))] = entries[position].attributes["value"]

    def press(self, words: str, row: str | None = None) -> None:
        """Press the button that says this, where given in the row of a table that says that too."""
        found = [button for button in self.page.all("button") if words in _names(button)]
        if row is not None:
            found = [button for button in found if _in_row(button, row)]
        if not found:
            raise ScreenFailed(f"there is no button «{words}» on «{self.title}»" + (f" for «{row}»" if row else ""))
        form = found[0].above("form")
        assert form is not None
        self._submit(form)

    def field(self, label: str) -> Element:
        """The field of that label."""
        for element in self.page.all("label"):
            if element.words() == label:
                wanted = element.attributes.get("for")
                for found in self.page.all("input", "select"):
                    if found.attributes.get("id") == wanted:
                        return found
        raise ScreenFailed(f"there is no field «{label}» on «{self.title}»")

    def field_in_row(self, *texts: str) -> Element:
        """The field of the first row of a table that says all this."""
        for row in self.page.all("tr"):
            if all(text in [cell.words() for cell in row.all("td")] for text in texts):
                for found in row.all("input"):
                    return found
        raise ScreenFailed(f"there is no row with {', '.join(texts)} on «{self.title}»")

    def row_says(self, *texts: str) -> bool:
        """Whether a row of a table says all this."""
        return any(all(text in [c.words() for c in row.all("td")] for text in texts) for row in self.page.all("tr"))

    def tick_row(self, *texts: str) -> None:
        """Tick the box of a row."""
        self._ticked[id(self.field_in_row(*texts))] = True

    def follow_in_row(self, words: str, cell: str) -> None:
        """Follow the link that says this, in the row of a table that says that too."""
        for link in self.page.all("a"):
            if words in _names(link) and _in_row(link, cell):
                self.open(link.attributes["href"])
                return
        raise ScreenFailed(f"there is no link «{words}» for «{cell}» on «{self.title}»")

    def label_of(self, which: str) -> str:
        """The whole label `NAME (NUMBER)` of that name or number."""
        for element in self.page.all("label"):
            name, _, number = element.words().removesuffix(")").rpartition(" (")
            if which in (name, number):
                return element.words()
        raise ScreenFailed(f"there is no «{which}» on «{self.title}»")

    def page_says(self, words: str) -> bool:
        """Whether these words stand anywhere on the page."""
        return words in self.page.words()

    @property
    def title(self) -> str:
        """The heading of the page."""
        return next((heading.words() for heading in self.page.all("h1")), "")

    def labelled(self, name: str) -> str:
        """The words of what carries this name for assistive technology."""
        return next((e.words() for e in self.page.all("span", "p") if e.attributes.get("aria-label") == name), "")

    @property
    def problem(self) -> str:
        """What the page complains about."""
        return next((e.words() for e in self.page.all("p") if e.attributes.get("role") == "alert"), "")

    def _named(self, tag: str, words: str) -> Element:
        for element in self.page.all(tag):
            if words in _names(element):
                return element
        raise ScreenFailed(
            f"there is no link «{words}» on «{self.title}»" + (f": {self.problem}" if self.problem else "")
        )

    def _submit(self, form: Element) -> None:
        sent: list[tuple[str, str]] = []
        for element in form.all("input", "select"):
            name, kind = element.attributes.get("name"), element.attributes.get("type", "")
            if name is None:
                continue
            if kind in ("checkbox", "radio"):
                if self._ticked.get(id(element), "checked" in element.attributes):
                    sent.append((name, element.attributes.get("value", "on")))
            else:
                sent.append((name, self._typed.get(id(element), _value(element))))
        body = urlencode(sent)
        action = form.attributes.get("action", "/")
        if form.attributes.get("method", "get").lower() == "get":
            self.open(f"{action}?{body}")
            return
        headers = {**self._headers(), "content-type": "application/x-www-form-urlencoded"}
        self._go(Request.of("POST", action, headers, body.encode()))

    def _headers(self) -> dict[str, str]:
        return {"cookie": self._cookie} if self._cookie else {}

    def _go(self, request: Request) -> None:
        response = self._send(request)
        cookie = next((value for name, value in response.headers.items() if name.lower() == "set-cookie"), "")
        if cookie:
            self._cookie = cookie.partition(";")[0]
        where = next((value for name, value in response.headers.items() if name.lower() == "location"), None)
        sent = request.method == "POST"
        self.sent_on = where if response.status in (302, 303) and where and urlsplit(where).netloc else ""
        if self.sent_on:
            self._show(response.status, Element("page"))
            return
        if response.status in (302, 303) and where:
            self._shown_next(where, sent=sent)
            return
        if response.status == TOO_MANY or response.status >= 500:
            # Whoever is sent away at the door has changed nothing; of a form that broke nobody knows.
            raise ScreenBroke(response.status, sent=sent and response.status != TOO_MANY)
        self._show(response.status, self._read(response.text()))
        if not sent and response.status >= 400:
            # What such a page does not show says nothing of what is there.
            raise ScreenFailed(self.problem or f"the screen answered {response.status}")

    def _show(self, status: int, shown: Element) -> None:
        self.status, self.page = status, shown
        self._typed, self._ticked = {}, {}

    def _shown_next(self, where: str, *, sent: bool) -> None:
        """The page that an answer leads to; where a form led there, the form was taken whatever becomes of the page."""
        try:
            self.open(where)
        except ScreenBroke as broke:
            raise ScreenBroke(broke.status, sent=sent or broke.sent) from broke
        except TransportFailed as failed:
            raise TransportFailed(str(failed), sent=sent or failed.sent) from failed


def _names(element: Element) -> tuple[str, str]:
    """What an element can be called: its words, and its name for assistive technology."""
    return element.words(), element.attributes.get("aria-label", "")


def _in_row(element: Element, words: str) -> bool:
    row = element.above("tr")
    return row is not None and any(cell.words() == words for cell in row.all("td"))


def _value(element: Element) -> str:
    if element.tag != "select":
        return element.attributes.get("value", "")
    return next((option.attributes.get("value", "") for option in element.all("option")), "")
