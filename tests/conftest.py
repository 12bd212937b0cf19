"""What holds for every test: an empty home, a bare environment, no network but loopback, nothing left changed.

Promises that no test reads the person's own settings, and that one which changes the process's surroundings fails.
Does not clean up after subprocesses; a test that starts one ends it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.not_run import IN_PIPELINE, PREFIX, missing_programs, not_run

# Two busy cores are slow for reasons that are not the test's: no deadlines. In a pipeline the same commit always draws
# the same examples; on a person's machine every run draws new ones, and a failing one is kept in .hypothesis/.
settings.register_profile("local", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if IN_PIPELINE else "local")

FOREIGN_PREFIXES = ("PROVISIONER_", "TRIPLETEX_", "GITHUB_", "GITLAB_", "GIT_", "XDG_")
FOREIGN_NAMES = (
    *(
        "CI",
        "CHECKS_FAILED",
        "BUILD_NUMBER",
        "TF_BUILD",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "TTY_COMPATIBLE",
    ),
    *("COLUMNS", "LINES", "TERM", "EDITOR", "VISUAL", "PAGER", "LANGUAGE", "LANG", "PYTHONPATH"),
    *("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"),
)
LOOPBACK = frozenset({"", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"})
OWN_VARIABLES = ("PYTEST_", "COVERAGE_", "COV_")


def surroundings() -> tuple[Path, dict[str, str]]:
    """Where the process stands and what its environment says, without pytest's and coverage's own words."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
    return Path.cwd(), environment


@pytest.fixture(autouse=True)
def surroundings_kept() -> Iterator[None]:
    """Fail a test that leaves the working directory or the environment changed; put them back for the next one."""
    directory, environment = surroundings()
    yield
    directory_after, environment_after = surroundings()
    changed = sorted(
        name
        for name in environment.keys() | environment_after.keys()
        if environment.get(name) != environment_after.get(name)
    )
    for name in changed:
        if name in environment:
            os.environ[name] = environment[name]
        else:
            del os.environ[name]
    os.chdir(directory)
    if changed:
        pytest.fail(f"the test left the environment changed: {', '.join(changed)}", pytrace=False)
    if directory_after != directory:
        pytest.fail(f"the test left the working directory changed: {directory_after}", pytrace=False)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A directory per test to call home."""
    base = tmp_path_factory.mktemp("homes")
    return (base / f"home{number}" for number in count())


@pytest.fixture(autouse=True)
def home(surroundings_kept: None, monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> Path:
    """An empty home and a bare environment; what a test needs of either it sets itself."""
    for name in list(os.environ):
        if name.startswith(FOREIGN_PREFIXES) or name in FOREIGN_NAMES:
            monkeypatch.delenv(name)
    path = next(homes)
    path.mkdir()
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return path


@pytest.fixture(autouse=True, scope="session")
def names_of_strangers_are_not_looked_up() -> Iterator[None]:
    """pytest-socket stops a connection; this stops the name lookup before it, which is network too."""
    real = socket.getaddrinfo

    def guarded(host: str | bytes | None, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name not in LOOPBACK:
            raise RuntimeError(f"a test tried to look up {name!r}; only loopback may be reached")
        return real(host, *args, **kwargs)  # type: ignore[arg-type]  # handed on as it came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the vendor's own API document lies; it is not ours to keep a copy of."""
    parser.addoption("--vendor-document", metavar="PATH", default="", help="Tripletex's OpenAPI document, as JSON")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, by name, a test whose programs are not there."""
    programs = tuple(program for marker in item.iter_markers("needs") for program in marker.args)
    if missing := missing_programs(programs):
        not_run(f"needs {', '.join(missing)}")


def failed_checks() -> str:
    """The checks that `make check` ran before the tests and that failed, so that the last summary tells everything."""
    return os.environ.get("CHECKS_FAILED", "").strip()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run of `make check` is no better than its worst check."""
    if failed_checks() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test left out, and each check that failed before the tests began."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_sep("=", f"NOT RUN: {len(skipped)} of the tests", yellow=True, bold=True)
        for report in sorted(skipped, key=lambda report: str(report.nodeid)):
            _, _, reason = report.longrepr
            terminalreporter.write_line(f"{report.nodeid}: {reason.removeprefix('Skipped: ').removeprefix(PREFIX)}")
    if checks := failed_checks():
        terminalreporter.write_sep("=", f"FAILED BEFORE THE TESTS: {checks}", red=True, bold=True)
