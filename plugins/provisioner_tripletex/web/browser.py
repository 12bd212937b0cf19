"""One Chromium, in a thread of its own, that can reach one host and nothing else.

Promises: everything done on a screen is done in that one thread, so that looking which company is open and pressing the
button are one step that nothing comes between. An address at another host, by a link, a script or a redirect, is not
visited: it is kept in memory, for whoever asked for it. Nothing is downloaded, traced or recorded; a screenshot is
taken only with what it must not show covered first. Does not: know any screen.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urljoin, urlsplit

from provisioner.model.errors import ProviderFailed
from provisioner.model.secrets import Sensitive
from provisioner_tripletex.words import WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Route

T = TypeVar("T")

FLAGS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Looked for on the path, the first that is there."""
PLACES: Final = (
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
"""Where those stand that are on no path; by `CHANNELS` Playwright finds them."""
CHANNELS: Final = ("msedge", "chrome")
"""What Playwright finds by itself where nothing is on the path: the browsers that Windows machines have."""
REDIRECTS: Final = (301, 302, 303, 307, 308)
SECONDS: Final = 20.0
"""How long a screen may take."""
INSTALL: Final = "pip install 'tripletex-provisioner[web]'"


@dataclass(slots=True)
class Away:
    """Where else the page was sent, last."""

    address: Sensitive | None = None
    """The address, which may hold a token; None: nowhere."""

    def forget(self) -> None:
        """Nowhere yet."""
        self.address = None


@dataclass(frozen=True, slots=True)
class Opening:
    """How the browser is opened."""

    address: str
    """The one host it may reach: scheme, host and port."""
    program: str = ""
    """The browser to use; empty: look for one."""
    headed: bool = False
    """Whether a person sees it."""
    state: Mapping[str, Any] | None = field(default=None, repr=False)
    """Cookies and storage of an earlier log-in, as Playwright has them."""


class Chromium:
    """The browser. `do` runs something on its page; every call waits its turn."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.away = Away()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None

    def do(self, what: Callable[[Page], T]) -> T:
        """The result of `what`, done on the page. ProviderFailed where no browser can be had."""
        return self._thread.submit(self._do, what).result()

    def _do(self, what: Callable[[Page], T]) -> T:
        if self._page is None:
            self._open()
        assert self._page is not None
        return what(self._page)

    def state(self) -> Mapping[str, Any]:
        """What must be kept to be logged in next time."""

        def read(page: Page) -> Mapping[str, Any]:
            return dict(page.context.storage_state())

        return self.do(read)

    def close(self) -> None:
        """Ends the browser."""
        with contextlib.suppress(RuntimeError):  # it was closed before
            self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _open(self) -> None:
        try:
            from playwright.sync_api import sync_playwright  # noqa: PLC0415  # the extra, only when it is used
        except ImportError:
            raise ProviderFailed.of(WORDS("web-extra", install=INSTALL)) from None
        self._driver = sync_playwright().start()
        try:
            self._browser = self._launch(self._driver)
            state: Any = dict(self.opening.state) if self.opening.state is not None else None
            # Tripletex speaks the user's own language; the locale is what a page without a user goes by.
            self._context = self._browser.new_context(
                locale="nb-NO", timezone_id="Europe/Oslo", storage_state=state, accept_downloads=False
            )
            self._context.set_default_timeout(SECONDS * 1000)
            self._context.route("**/*", self._only_there)
            self._page = self._context.new_page()
            self._page.on("request", self._note_away)
        except BaseException:
            self._close()
            raise

    def _launch(self, driver: Playwright) -> Browser:
        tried: list[str] = []
        flags = [*FLAGS, self._no_other_host()]
        headless = not self.opening.headed
        # Chromium's own sandbox where it can be had: what a container's root user runs has none.
        for settings, sandbox in ((settings, sandbox) for settings in self._ways() for sandbox in (True, False)):
            try:
                return driver.chromium.launch(headless=headless, args=flags, chromium_sandbox=sandbox, **settings)
            except Exception as error:  # noqa: BLE001  # Playwright's own kind, which is imported only with it
                tried.append(str(error).partition("\n")[0])
        raise ProviderFailed.of(WORDS("no-browser", tried="\n".join(dict.fromkeys(tried))))

    def _no_other_host(self) -> str:
        """Playwright asks nobody about the second hop of a redirect: so no other name is even looked up."""
        return f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {urlsplit(self.opening.address).hostname}"

    def _ways(self) -> Iterator[Mapping[str, Any]]:
        if self.opening.program:
            yield {"executable_path": self.opening.program}
            return
        found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
        if found is not None:
            yield {"executable_path": found}
        yield from ({"channel": name} for name in CHANNELS)
        yield {}

    def _only_there(self, route: Route) -> None:
        """Whatever is asked of another host is not sent."""
        if self._is_elsewhere(route.request.url):
            route.abort("blockedbyclient")
        elif route.request.method == "GET":
            route.continue_()
        else:
            self._send_once(route)

    def _is_elsewhere(self, address: str) -> bool:
        wanted, here = urlsplit(address), urlsplit(self.opening.address)
        return wanted.scheme in ("http", "https") and (wanted.scheme, wanted.netloc) != (here.scheme, here.netloc)

    def _note_away(self, request: Request) -> None:
        """A page, not a part of one, that is asked of another host: also the hop of a redirect, which fails then."""
        if self._is_elsewhere(request.url) and request.is_navigation_request() and request.frame.parent_frame is None:
            self.away.address = Sensitive(request.url)

    def _send_once(self, route: Route) -> None:
        """Chromium sends a form again by itself where a connection that it used before is cut: a second key would be
        made. So what is not a mere look goes through a client that sends once.

        A redirect within the host the browser follows; of one that leads away the address is kept, and a blank page
        shown.
        """
        from playwright.sync_api import Error  # noqa: PLC0415  # the extra

        try:
            answer = route.fetch(max_redirects=0, max_retries=0, timeout=SECONDS * 1000)
        except Error:
            route.abort("connectionclosed")
            return
        target = urljoin(route.request.url, answer.headers.get("location", ""))
        if answer.status in REDIRECTS and self._is_elsewhere(target):
            if route.request.is_navigation_request():
                self.away.address = Sensitive(target)
            route.fulfill(status=200, content_type="text/html", body="")
        else:
            route.fulfill(response=answer)

    def _close(self) -> None:
        # Each in its own right: one that fails to close must not keep the next alive.
        for each in (self._context, self._browser):
            if each is not None:
                with contextlib.suppress(Exception):
                    each.close()
        if self._driver is not None:
            self._driver.stop()
        self._driver = self._browser = self._context = self._page = None
