"""A program as secret store keeps every law of the port; the secret is only ever on its standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.testing import samples
from provisioner.testing.secret_store_suite import SecretStoreSuite, leaks
from provisioner_secrets_exec import open_lazily, provisioner_secret_stores
from provisioner_secrets_exec.protocol import Call, answer, command_line, question, shown
from provisioner_secrets_exec.store import ExecStore, Patience, open_store
from tests.plugins.provisioner_secrets_exec.programs import FAST, KEEPS, program

KEY = samples.key_address()
CANARY = "canary-4711-in-the-clear"


class TestExecStore(SecretStoreSuite):
    @pytest.fixture
    def store(self, tmp_path: Path) -> ExecStore:
        return program(tmp_path, KEEPS, "kept")

    @pytest.fixture
    def identity(self) -> None:
        return None

    @pytest.fixture
    def broken(self, tmp_path: Path) -> ExecStore:
        (tmp_path / "in the way").write_text("a file", encoding="utf-8")
        return program(tmp_path, KEEPS, "in the way")


def failure(store: ExecStore, verb: str = "put") -> SecretStoreFailed:
    attempt = partial(store.put, KEY, 1, Sensitive(CANARY)) if verb == "put" else partial(store.get, KEY, 1, None)
    with pytest.raises(SecretStoreFailed) as caught:
        attempt()
    assert leaks(caught.value, CANARY) == []
    return caught.value


def test_the_hook_introduces_the_scheme_and_starts_nothing(tmp_path: Path) -> None:
    (entry,) = provisioner_secret_stores()
    assert (entry.scheme, entry.open) == ("exec", open_lazily)
    code = "import pathlib; pathlib.Path('started').touch()"
    (tmp_path / "p.py").write_text(code, encoding="utf-8")
    store = open_lazily(SecretStoreContext(f'exec:"{sys.executable}" p.py', tmp_path, ()))
    assert not (tmp_path / "started").exists()
    store.probe()
    assert (tmp_path / "started").exists()


def test_what_is_asked_is_the_documented_document(tmp_path: Path) -> None:
    store = program(tmp_path, "import sys; open('asked', 'ab').write(sys.stdin.buffer.read())")
    store.probe()
    store.put(KEY, 2, Sensitive("æ\n"))
    store.retire(KEY, 1)
    asked = [json.loads(line) for line in (tmp_path / "asked").read_text(encoding="ascii").splitlines()]
    thing = {
        "protocol": 1,
        "address": "client/nordlys-bakeri/user_key/huma",
        "account": "client/nordlys-bakeri",
        "kind": "user_key",
        "name": "huma",
    }
    item = "client-nordlys-bakeri-user-key-huma-9f4cb2a5d6cb13d4"
    assert asked[0] == {"protocol": 1, "verb": "probe"}
    item = asked[1]["item"].rpartition("-")[0]
    assert item.startswith("client-nordlys-bakeri-user-key-huma-")
    assert asked[1] == {**thing, "verb": "put", "generation": 2, "item": f"{item}-2", "secret": "æ\n"}
    assert asked[2] == {**thing, "verb": "retire", "generation": 1, "item": f"{item}-1"}


def test_the_secret_is_in_no_argument_no_variable_and_no_file(tmp_path: Path) -> None:
    """What the program can see of itself: /proc where there is one, else what it is told."""
    code = (
        "import os, sys, pathlib\n"
        "told = ' '.join(sys.argv) + repr(dict(os.environ))\n"
        "for name in ('cmdline', 'environ'):\n"
        "    path = pathlib.Path('/proc/self') / name\n"
        "    told += path.read_bytes().decode('latin-1') if path.exists() else ''\n"
        "assert 'canary' in sys.stdin.read()\n"
        "pathlib.Path('told').write_text(told, encoding='utf-8')\n"
    )
    program(tmp_path, code, "--fast").put(KEY, 1, Sensitive(CANARY))
    told = (tmp_path / "told").read_text(encoding="utf-8")
    assert "--fast" in told
    assert CANARY not in told
    assert [path.name for path in tmp_path.iterdir() if CANARY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("exec:store", ["store"]),
        ("exec:./store.sh --vault 'Our keys'", ["./store.sh", "--vault", "Our keys"]),
        (r'exec:"C:\Program Files\op\op.exe" --vault x', [r"C:\Program Files\op\op.exe", "--vault", "x"]),
        ("exec:store $HOME `x` ; rm #x", ["store", "$HOME", "`x`", ";", "rm", "#x"]),
    ],
)
def test_arguments_are_split_the_same_way_everywhere_and_no_shell_reads_them(url: str, words: list[str]) -> None:
    assert command_line(url) == words


@pytest.mark.parametrize("url", ["exec:", "exec:  ", "exec:'never closed"])
def test_a_line_that_names_no_program_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        command_line(url)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["no-such-program-4711", "./store.sh", "sub/store"])
def test_a_program_that_is_not_there_is_told_when_the_store_is_opened(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there") as caught:
        open_store(SecretStoreContext(f"exec:{name}", tmp_path, ()))
    assert "interpreter" in caught.value.hint


def test_a_path_begins_at_the_project(tmp_path: Path) -> None:
    script = tmp_path / "tools" / "store"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\n", encoding="utf-8")
    script.chmod(0o755)
    open_store(SecretStoreContext("exec:tools/store", tmp_path, ()), FAST).probe()
    script.write_bytes(b"\x7fELF not at all")
    with pytest.raises(SecretStoreFailed, match="cannot be started") as caught:
        open_store(SecretStoreContext("exec:tools/store", tmp_path, ()), FAST).probe()
    assert caught.value.hint


def test_what_it_says_is_shown_without_the_secret(tmp_path: Path) -> None:
    code = "import sys; sys.stderr.write('\\x1b[31mno room for ' + sys.stdin.read()); sys.exit(3)"
    error = failure(program(tmp_path, code))
    assert "could not put: it ended with 3" in error.summary
    assert "no room for" in error.detail
    assert '"secret": "***"' in error.detail
    assert "\x1b" not in error.detail
    assert error.hint == "What it wrote to standard error stands above."


def test_one_that_says_nothing_is_told_as_that(tmp_path: Path) -> None:
    assert failure(program(tmp_path, "raise SystemExit(1)")).hint == "It wrote nothing to standard error."


@pytest.mark.parametrize(
    "code",
    [
        f"print('{CANARY}')",
        f"print('[\"{CANARY}\"]')",
        f'print(\'{{"key": "{CANARY}"}}\')',
        "print('{\"secret\": 5}')",
        "pass",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xfe')",
        "print('{\"secret\": \"' + 'x' * 2_000_000 + '\"}')",
    ],
)
def test_an_answer_that_is_none_is_told_without_repeating_it(code: str, tmp_path: Path) -> None:
    assert "is none" in failure(program(tmp_path, f"import sys; sys.stdin.read()\n{code}"), "get").summary


def test_what_a_failing_get_chats_about_is_not_repeated(tmp_path: Path) -> None:
    code = f"import sys; print('short'); sys.stderr.write('got {CANARY} and short, then it broke'); sys.exit(2)"
    error = failure(program(tmp_path, code), "get")
    assert error.detail == "got *** and ***, then it broke"


def test_one_that_hangs_is_ended_also_where_its_children_hold_on(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])\n"
        "time.sleep(20)\n"
    )
    error = failure(program(tmp_path, code, patience=Patience(0.5, ())))
    assert "within 0.5 seconds" in error.summary
    assert "log in" in error.hint


def test_who_is_stopped_while_waiting_leaves_no_program_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def stopped(self: subprocess.Popen[bytes], *more: object, **named: object) -> tuple[bytes, bytes]:
        started.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", stopped)
    store = program(tmp_path, "import time; time.sleep(20)")
    with pytest.raises(KeyboardInterrupt):
        store.probe()
    assert started[0].poll() is not None


def test_trouble_that_passes_is_tried_again_and_other_trouble_is_not(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys\n"
        "tries = pathlib.Path('tries'); done = len(tries.read_text()) if tries.exists() else 0\n"
        "tries.write_text('x' * (done + 1))\n"
        "sys.stdin.read()\n"
        "sys.exit(int(sys.argv[1]) if done < int(sys.argv[2]) else 0)\n"
    )
    tries = tmp_path / "tries"
    program(tmp_path, code, "75", "2").put(KEY, 1, Sensitive(CANARY))
    assert len(tries.read_text(encoding="utf-8")) == 3
    tries.unlink()
    assert "ended with 75" in failure(program(tmp_path, code, "75", "9")).summary
    assert len(tries.read_text(encoding="utf-8")) == 3
    tries.unlink()
    assert "ended with 1" in failure(program(tmp_path, code, "1", "9")).summary
    assert len(tries.read_text(encoding="utf-8")) == 1


def test_one_that_does_not_listen_may_still_answer(tmp_path: Path) -> None:
    """It closes its ears before the whole secret was written: that is no error of ours."""
    program(tmp_path, "raise SystemExit(0)").put(KEY, 1, Sensitive("x" * 500_000))


def test_the_pure_part() -> None:
    assert answer(b'{"secret": null}') is None
    found = answer('{"secret": "æ", "more": 1}'.encode())
    assert found is not None
    assert found.reveal() == "æ"
    assert b"address" not in question(Call("probe"))
    assert shown(b"x" * 5000, Call("probe"), b"") == "x" * 2000
    assert shown(b"fine \xff", Call("retire", KEY, 1), b"") == "fine �"
    assert repr(ExecStore(["/usr/bin/op", "--token=hush"], Path(), Patience())) == "ExecStore(op)"
