"""`browser`: a person logs in in a window, and what the browser remembers opens for that person alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.model.errors import ProviderFailed
from provisioner.model.secrets import Sensitive
from provisioner_tripletex.web.bridge import Bridge
from provisioner_tripletex.web.browser import Chromium, Opening
from provisioner_tripletex.web.command import browser
from provisioner_tripletex.web.labels import NORWEGIAN
from provisioner_tripletex.web.login_state import FILE, KEY_FILE, LoginState
from provisioner_tripletex.web.screens import log_in
from provisioner_tripletex.web.window import Window
from provisioner_tripletex_simulator.control import demo_credentials
from tests.cli.driver import provisioner
from tests.plugins.asked import asked
from tests.plugins.provisioner_tripletex.web.conftest import Carrier


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "provisioner.yaml").write_text("kind: Project\n", encoding="utf-8")
    return tmp_path


@pytest.mark.needs("chromium")
def test_who_logs_in_is_remembered_and_forgotten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    carrier = Carrier()
    bridge = Bridge(carrier)
    held = demo_credentials(carrier.desk.world)

    class WithPerson(Chromium):
        """A window in which somebody logs in as soon as it opens; nobody looks at it here."""

        def __init__(self, opening: Opening) -> None:
            super().__init__(replace(opening, headed=False))
            if opening.headed:
                self.do(self._person)

        def _person(self, page: object) -> None:
            window = Window(page, bridge.address, NORWEGIAN)  # type: ignore[arg-type]  # Playwright's page
            window.open()
            log_in(window, held["screenUser"], Sensitive(held["screenPassword"]))

    def run(*words: str) -> int:
        return browser(asked(*words, "--project", str(project)), WithPerson)

    try:
        with pytest.raises(ProviderFailed, match="Nobody is logged in here"):
            run("check", "--address", bridge.address)
        assert run("login", "--address", bridge.address, "--minutes", "1") == 0
        assert "Fjord Regnskap AS is open" in capsys.readouterr().out
        assert run("check", "--address", bridge.address) == 0
        carrier.desk.world.page_sessions.clear()
        with pytest.raises(ProviderFailed, match=r"The log-in has ended\."):
            run("check", "--address", bridge.address)
        assert run("logout") == 0
        assert run("logout") == 0
        assert "Nobody was logged in here." in capsys.readouterr().err
    finally:
        bridge.close()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("login", "--address", "https://example.com"), "not an address of Tripletex"),
        (("login", "--address", "tripletex.no"), "not an address of Tripletex"),
        (("nonsense",), "No such command"),
        (("login", "--minutes", "0"), "--minutes"),
    ],
)
def test_what_cannot_be_is_refused(project: Path, words: tuple[str, ...], told: str) -> None:
    more = ("--project", str(project)) if words[0] == "login" else ()
    result = provisioner("browser", *words, *more)
    assert result.code == 1
    assert told in result.err


def test_without_a_project_there_is_nowhere_to_keep_it(tmp_path: Path) -> None:
    result = provisioner("browser", "logout", "--project", str(tmp_path))
    assert result.code == 1
    assert "There is no provisioner.yaml here or above." in result.err


@pytest.mark.parametrize(
    ("before", "after"), [((), ("--project", "{firm}")), (("-C", "{firm}"), ()), (("--lang", "nb", "-C", "{firm}"), ())]
)
def test_it_speaks_the_language_of_its_project(
    project: Path, before: tuple[str, ...], after: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    language = "en" if "--lang" in before else "nb"
    (project / "provisioner.yaml").write_text(f"kind: Project\nlanguage: {language}\n", encoding="utf-8")
    first, last = ([word.format(firm=project) for word in words] for words in (before, after))
    result = provisioner(*first, "browser", "check", *last)
    assert result.err == "Feil: Ingen er logget inn her.\n  Tips: Kjør `provisioner browser login`.\n"
    assert provisioner(*first, "browser", "logout", *last).code == 0
    assert capsys.readouterr().err == "Ingen var logget inn her.\n"


def test_lang_wins_wherever_it_stands(project: Path) -> None:
    firm = ("--project", str(project))
    for words in (("--lang", "nb", "check"), ("check", "--lang", "nb"), ("check", "--lang=en", "--lang=nb")):
        assert provisioner("browser", *words, *firm).err.startswith("Feil: Ingen er logget inn her.")
    assert "'sv'" in provisioner("browser", "check", "--lang", "sv", *firm).err


STATE = {"cookies": [{"name": "s", "value": "canary-cookie", "domain": "tripletex.no", "path": "/"}], "origins": []}


def test_what_is_kept_is_encrypted_and_its_owners_alone(tmp_path: Path) -> None:
    kept = LoginState(tmp_path / "project", tmp_path / "home")
    assert kept.load() is None
    kept.save(STATE)
    assert kept.load() == STATE
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {FILE, KEY_FILE.name}
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert all(b"canary-cookie" not in path.read_bytes() for path in files)


@pytest.mark.parametrize("spoil", ["key", "state", "other"])
def test_what_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path, spoil: str) -> None:
    kept = LoginState(tmp_path / "project", tmp_path / "home")
    kept.save(STATE)
    spoiled: dict[str, Callable[[], object]] = {
        "key": lambda: (tmp_path / "home" / KEY_FILE).write_text("nonsense", encoding="utf-8"),
        "state": lambda: (tmp_path / "project" / FILE).write_bytes(b"nonsense"),
        "other": (tmp_path / "home" / KEY_FILE).unlink,
    }
    spoiled[spoil]()
    with pytest.raises(ProviderFailed, match="cannot be opened") as caught:
        kept.load()
    assert "browser login" in caught.value.hint
    if spoil == "key":
        with pytest.raises(ProviderFailed, match="is no key"):
            kept.save(STATE)
