"""Pictures of every screen of the simulator, the vendor's page and the work page, at a phone's and a desk's width.

    python -m benchmarks.screens DIRECTORY

For looking at: what is cut off, wraps apart or overflows is seen on a picture. It prints each screen that is wider than
its window, and its exit code is 1 then. Needs the extras `simulator` and `web`, and Chromium on the path. Does not
compare pictures: they differ from machine to machine.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner_tripletex.web.browser import PROGRAMS

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "fjord-regnskap"
WIDTHS = {"phone": (390, 844), "desk": (1280, 800)}
TITLE = "Shopify av ConnectMyApps"
START = re.compile("Take it on|Ta den")
WIDER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


class Album:
    """Where the pictures go."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.wide: list[str] = []
        self._taken = 0

    def take(self, page: Page, name: str) -> None:
        """The page as it is, at both widths."""
        self._taken += 1
        for width, (across, down) in WIDTHS.items():
            page.set_viewport_size({"width": across, "height": down})
            page.screenshot(path=self.directory / f"{self._taken:02}-{name}-{width}.png", full_page=True)
            over = page.evaluate(WIDER)
            if over:
                self.wide.append(f"{name} is {over} pixels wider than a {width}")


@contextmanager
def said_by(*words: str, directory: Path) -> Iterator[Iterator[str]]:
    """The lines of a command that runs on, until we are done with it."""
    command = (sys.executable, "-m", "provisioner", *words)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=directory) as process:
        assert process.stdout is not None
        try:
            yield iter(process.stdout)
        finally:
            process.terminate()


def tour(page: Page, album: Album, address: str, password: str) -> None:
    """Every screen of the simulator."""
    page.goto(f"{address}/login")
    album.take(page, "login")
    page.get_by_label("Brukernavn").fill("kari@fjord.example")
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn").click()
    album.take(page, "home")
    _office(page, album, address)
    _client(page, album, address)


def _open(page: Page, address: str, company: str) -> None:
    page.goto(f"{address}/selskaper")
    page.get_by_role("button", name=f"Åpne {company}").click()


def _office(page: Page, album: Album, address: str) -> None:
    for name, path in {
        "companies": "/selskaper",
        "office-subscription": "/selskap/mitt-abonnement",
        "employees": "/ansatte",
        "office-accesses": "/klient/tilganger",
        "office-attach": "/klient/tilganger/legg-til",
        "missing": "/nowhere",
    }.items():
        page.goto(address + path)
        album.take(page, name)


def _client(page: Page, album: Album, address: str) -> None:
    _open(page, address, "Kiosken på Hjørnet AS")
    page.goto(f"{address}/selskap/mitt-abonnement")
    album.take(page, "too-small")
    _open(page, address, "Nordlys Bakeri AS")
    page.goto(f"{address}/selskap/mitt-abonnement")
    album.take(page, "subscription")
    page.get_by_label("Jeg godtar vilkårene").check()
    page.get_by_role("button", name="Aktiver").click()
    album.take(page, "subscription-active")
    page.goto(f"{address}/kontakter")
    album.take(page, "contacts")
    _key(page, album, address)
    page.goto(f"{address}/integrasjoner")
    album.take(page, "menu")
    page.get_by_role("link", name=TITLE, exact=True).click()
    album.take(page, "tile")
    page.get_by_role("button", name="Legg til").click()
    album.take(page, "tile-refused")
    page.get_by_label("Jeg godtar avtalen").check()
    page.get_by_role("button", name="Legg til").click()
    album.take(page, "vendor")
    page.request.post(f"{address}/simulator/switches", data={"hand_over": "link"})
    page.goto(f"{address}/integrasjoner")
    album.take(page, "menu-active")
    page.get_by_role("link", name="Rackbeat", exact=True).click()
    page.get_by_label("Jeg godtar avtalen").check()
    page.get_by_role("button", name="Legg til").click()
    album.take(page, "added")


def _key(page: Page, album: Album, address: str) -> None:
    page.goto(f"{address}/ansatte")
    page.get_by_role("link", name="Per").first.click()
    album.take(page, "person")
    page.get_by_role("link", name="API-tilgang").click()
    page.get_by_role("link", name="Ny nøkkel").click()
    album.take(page, "new-key")
    page.get_by_label("Tilpasset oppsett", exact=True).check()
    page.get_by_label("Applikasjonsnavn").fill("KassaPluss_Prod")
    page.get_by_label("Bestem selv").check()
    page.get_by_label("Gi nøkkelen navn").fill("Kassa Pluss til butikken i Storgata, den nye")
    page.get_by_role("button", name="Opprett nøkkel").click()
    album.take(page, "shown-key")
    page.get_by_role("link", name="Lukk").click()
    album.take(page, "keys")
    page.get_by_role("link", name="Rettigheter").click()
    album.take(page, "key-rights")
    page.go_back()
    page.get_by_role("button", name="Slett").click()
    album.take(page, "delete-key")


def work(page: Page, album: Album, directory: Path) -> None:
    """The page beside Tripletex, with one key to make."""
    firm = directory / "firm"
    shutil.copytree(EXAMPLE, firm, ignore=shutil.ignore_patterns(".provisioner", "__pycache__"))
    project = firm / "provisioner.yaml"
    text = project.read_text(encoding="utf-8")
    project.write_text(re.sub(r"drivers: \[.*?\]", "drivers: [guided]", text), encoding="utf-8")
    _ran(firm, "inventory", "attest", "--all", "--empty")
    _ran(firm, "apply", "--auto-approve", "--client", "nordlys-bakeri", "--client", "elvebakken-sykkel")
    with said_by("work", "--open", "--by", "kari", directory=firm) as lines:
        page.goto(next(lines).strip())
        album.take(page, "work")
        start = page.get_by_role("button", name=START)
        if start.count():
            start.first.click()
            page.get_by_role("checkbox").first.wait_for()
            album.take(page, "work-item")
    agreement(page, album, firm)


def agreement(page: Page, album: Album, firm: Path) -> None:
    """An activation for two clients, whose text is compared on its card."""
    listed = _ran(firm, "work", "list", "--format", "json")
    services = [one["item"]["id"] for one in json.loads(listed)["items"] if "/module/" in one["item"]["address"]]
    _ran(firm, "work", "complete", *services, "--done", "--by", "kari")
    _ran(firm, "apply", "--auto-approve", "--client", "nordlys-bakeri", "--client", "elvebakken-sykkel")
    with said_by("work", "--open", "--by", "kari", directory=firm) as lines:
        page.goto(next(lines).strip())
        card = page.get_by_role("article", name=re.compile(TITLE))
        card.get_by_role("button", name=START).click()
        card.get_by_role("checkbox").first.check()
        card.get_by_role("textbox", name=re.compile("«Avtale»")).fill("Kunden gir tilgang.\n\nDet koster ikke noe.")
        card.get_by_role("button", name=re.compile("Compare|Sammenlign")).click()
        card.locator(".verdict").wait_for()
        album.take(page, "work-agreement")


def _ran(firm: Path, *words: str) -> str:
    command = (sys.executable, "-m", "provisioner", *words)
    return subprocess.run(command, cwd=firm, check=False, stdout=subprocess.PIPE, encoding="utf-8").stdout


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="where the pictures go")
    album = Album(parser.parse_args().directory)
    album.directory.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # the extra

    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, chromium_sandbox=False)
        page = browser.new_page(locale="nb-NO")
        with said_by("simulator", "serve", "--world", "world.json", directory=Path(place)) as lines:
            address = next(lines).split()[-1]
            password = next(line.split()[-1] for line in lines if "screenPassword" in line)
            tour(page, album, address, password)
        work(page, album, Path(place))
        browser.close()
    print("\n".join(album.wide) or f"Every screen fits its window: {album.directory}")
    return 1 if album.wide else 0


if __name__ == "__main__":
    sys.exit(main())
