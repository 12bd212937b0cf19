"""The small hands: clock, platform, sealing, leases' holders, a new project."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from provisioner.model.errors import UsageError
from provisioner.model.secrets import Sensitive
from provisioner.runtime import platform
from provisioner.runtime.clock import Clock
from provisioner.runtime.first_day.scaffold import InitWish, initialise
from provisioner.runtime.platform import (
    Surroundings,
    holder_is_gone,
    interruptible,
    make_private_directory,
    surroundings,
    write_durably,
)
from provisioner.runtime.sealing import Sealer, new_identity, open_sealed, read_identity
from provisioner.runtime.session import validate
from provisioner.runtime.state.states import create_state
from provisioner.runtime.workspace import OpenOptions, Workspace


def test_ids_can_be_read_aloud_and_do_not_repeat() -> None:
    ids = {Clock().new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(name) == 16 and not set(name) & set("01ilou") for name in ids)
    assert Clock().now().utcoffset() is not None


@pytest.mark.parametrize(
    ("value", "pipeline"), [("", False), ("false", False), ("0", False), ("true", True), ("1", True)]
)
def test_a_pipeline_is_known_by_its_variable(value: str, pipeline: bool) -> None:
    assert Surroundings({"CI": value}, "h", "kari").in_pipeline is pipeline


def test_who_acts_is_the_run_or_the_person() -> None:
    assert Surroundings({}, "h", "kari").actor == "kari"
    assert Surroundings({"CI_PIPELINE_ID": "9"}, "h", "kari").actor == "pipeline 9"
    here = surroundings()
    assert here.user
    assert f"(process {os.getpid()})" in here.holder


def test_a_person_without_a_name_is_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    assert surroundings().user in ("unknown", f"user-{os.getuid()}")
    monkeypatch.setenv("USERNAME", "kari")
    assert surroundings().user == "kari"


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "state.bin"
    write_durably(path, b"first", private=True)
    assert path.read_bytes() == b"first"
    if not platform.IS_WINDOWS:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(path, b"second")
    assert path.read_bytes() == b"first"
    assert [item.name for item in path.parent.iterdir()] == ["state.bin"]


@pytest.mark.skipif(platform.IS_WINDOWS, reason="links and pipes of this kind are POSIX's")
def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "real", tmp_path / "link", tmp_path / "pipe"
    real.write_bytes(b"before")
    link.symlink_to(real)
    write_durably(link, b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_durably(pipe, b"through")
        assert os.read(reader, 20) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_private_directory_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    make_private_directory(path)
    make_private_directory(path)
    assert platform.IS_WINDOWS or stat.S_IMODE(path.stat().st_mode) == 0o700


def test_an_interrupt_is_counted_and_the_old_handler_comes_back() -> None:
    counts: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    with interruptible(counts.append):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
    assert counts == [1, 2]
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_is_not_interruptible_and_not_troubled() -> None:
    done: list[bool] = []

    def inside() -> None:
        with interruptible(lambda count: None):
            done.append(True)

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert done == [True]


def test_only_a_dead_process_of_this_machine_is_gone() -> None:
    mine = surroundings().holder
    assert not holder_is_gone(mine)
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    dead = mine.replace(f"(process {os.getpid()})", f"(process {int(ended.stdout)})")
    assert holder_is_gone(dead) is not platform.IS_WINDOWS
    assert not holder_is_gone(mine.replace(f"(process {os.getpid()})", f"(process {os.getppid()})"))
    assert not holder_is_gone(dead.replace("@", "@another-"))
    assert not holder_is_gone("somebody")
    assert not holder_is_gone(mine.replace(str(os.getpid()), "x"))


def test_what_is_sealed_is_opened_by_its_identity_alone(tmp_path: Path) -> None:
    public, identity = new_identity()
    sealed = Sealer((public,)).seal(Sensitive("hush-4711"))
    assert b"hush-4711" not in sealed.ciphertext
    assert open_sealed(sealed, identity).reveal() == "hush-4711"
    Sealer((public,)).probe()
    with pytest.raises(UsageError, match="cannot open"):
        open_sealed(sealed, new_identity()[1])
    for text, words in (("", "holds no identity"), ("# only\n", "holds no identity"), ("nonsense", "no age identity")):
        with pytest.raises(UsageError, match=words):
            open_sealed(sealed, Sensitive(text))
    with pytest.raises(UsageError, match="nobody to seal"):
        Sealer(()).probe()
    with pytest.raises(UsageError, match="no age public key"):
        Sealer(("age1nope",)).probe()
    with pytest.raises(UsageError, match="cannot be read"):
        read_identity(tmp_path / "none.txt")


def test_a_new_project_is_sound_and_its_identity_stays_out_of_git(tmp_path: Path) -> None:
    wish = InitWish(tmp_path / "firm", "fjord", "Fjord «Regnskap» AS", "314286014", language="nb")
    made = initialise(wish)
    ignored = (wish.directory / ".gitignore").read_text(encoding="utf-8")
    assert made.identity.relative_to(wish.directory).as_posix().startswith(ignored.splitlines()[-1])
    assert made.public_key in (wish.directory / "provisioner.yaml").read_text(encoding="utf-8")
    with Workspace(OpenOptions(directory=wish.directory)) as workspace:
        create_state(workspace)
        told = validate(workspace)
    assert (told.diagnostics, told.accounts, told.resources) == ((), 1, 0)
    with pytest.raises(UsageError, match="already"):
        initialise(wish)


def test_a_new_project_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    made = initialise(InitWish(tmp_path, "fjord"))
    assert [path.name for path in made.kept] == [".gitignore"]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    assert (made.identity.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"
    (tmp_path / "provisioner.yaml").unlink()
    with pytest.raises(UsageError, match="identity"):
        initialise(InitWish(tmp_path, "fjord"))
    with pytest.raises(UsageError, match="no organisation number"):
        initialise(InitWish(tmp_path / "x", "fjord", organization_number="314286015"))
