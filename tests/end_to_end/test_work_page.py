"""`work --open` in a real browser: taken on, the key pasted and sealed at once, then the vendor's step."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner_tripletex.web.browser import Chromium, Opening
from tests.end_to_end.firm import Firm
from tests.end_to_end.test_by_browser import a_firm

KEY = "test-canary-pasted-key-7f3a9c21-0b5c1a3e7d42"
HUMA = "client/nordlys-bakeri/user_key/huma"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """One client whose key waits for a person."""
    made = a_firm(tmp_path / "firm", "guided")
    made.attest_all()
    only = ("--client", "nordlys-bakeri", "--target", HUMA)
    made.run("apply", "--auto-approve", *only)
    module = _waiting(made)[0]["item"]["id"]
    made.run("work", "complete", module, "--done")
    made.run("apply", "--auto-approve", *only)
    return made


def _waiting(firm: Firm) -> list[dict[str, dict[str, str]]]:
    listed: list[dict[str, dict[str, str]]] = firm.run("work", "list", "--format", "json").json()["items"]
    return listed


@pytest.fixture
def address(firm: Firm) -> Iterator[str]:
    """The page's one-time address, from a process of its own."""
    command = (sys.executable, "-m", "provisioner", "-C", str(firm.directory), "work", "--open", "--by", "kari")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@pytest.mark.needs("chromium")
def test_a_key_is_made_at_the_page(firm: Firm, address: str) -> None:
    origin, _, _ = address.rpartition("/")
    chromium = Chromium(Opening(origin, shutil.which("chromium") or ""))

    def sit_down(page: object) -> tuple[str, str]:
        from playwright.sync_api import Page

        assert isinstance(page, Page)
        page.goto(address)
        page.get_by_role("button", name="Take it on and show the steps").click()
        page.get_by_text("The steps come when that is so.").wait_for()
        assert page.get_by_role("button", name="Copy").count() == 0, "no step before the company was seen"
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Copy").first.wait_for()
        page.locator("input.key").fill(KEY)
        page.get_by_role("button", name="It is done").click()
        page.get_by_role("status").wait_for()
        told, whole = page.get_by_role("status").inner_text(), page.content()
        page.get_by_role("button", name="Close this page").click()
        page.get_by_text("You can close this tab.").wait_for()
        return told, whole

    try:
        told, whole = chromium.do(sit_down)
    finally:
        chromium.close()
    assert "Recorded." in told
    assert "Huma needs it" in told
    assert KEY not in whole
    assert _waiting(firm) == []
    (row,) = [line for line in firm.run("state", "list").out.splitlines() if HUMA in line]
    assert "stored" in row
    kept = [path for path in firm.directory.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert kept == []
