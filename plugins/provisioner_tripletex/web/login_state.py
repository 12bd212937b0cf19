"""What the browser remembers of a log-in: cookies and storage, encrypted on this machine for this person.

Promises: what is kept opens only with a key that lies in the person's own directory, outside the project; both are
readable by their owner alone. Does not: hold a password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyrage

from provisioner.model.errors import ProviderFailed
from provisioner_tripletex.words import WORDS

FILE: Final = "browser-login.age"
KEY_FILE: Final = Path(".config") / "provisioner" / "browser-login.key"
"""In the person's home directory."""


@dataclass(frozen=True, slots=True)
class LoginState:
    """The log-in kept for one project."""

    directory: Path
    """The project's private directory."""
    home: Path = field(default_factory=Path.home)
    """The person's own directory."""

    def load(self) -> dict[str, Any] | None:
        """What was kept; None where nothing was. ProviderFailed where it cannot be opened."""
        path = self.directory / FILE
        if not path.is_file():
            return None
        try:
            identity = pyrage.x25519.Identity.from_str((self.home / KEY_FILE).read_text(encoding="utf-8").strip())
            loaded = json.loads(pyrage.decrypt(path.read_bytes(), [identity]))
        except (OSError, ValueError, pyrage.DecryptError, pyrage.IdentityError):
            raise ProviderFailed.of(WORDS("login-unopened")) from None
        return loaded if isinstance(loaded, dict) else None

    def save(self, state: dict[str, Any]) -> None:
        """Keeps `state`, instead of what was kept before."""
        recipient = self._identity().to_public()
        data = pyrage.encrypt(json.dumps(state).encode("utf-8"), [recipient])
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self.directory / FILE, data)

    def forget(self) -> bool:
        """Takes away what was kept; False where nothing was."""
        path = self.directory / FILE
        if not path.is_file():
            return False
        path.unlink()
        return True

    def _identity(self) -> Any:
        path = self.home / KEY_FILE
        if path.is_file():
            try:
                return pyrage.x25519.Identity.from_str(path.read_text(encoding="utf-8").strip())
            except (ValueError, pyrage.IdentityError):
                raise ProviderFailed.of(WORDS("no-login-key", path=path)) from None
        identity = pyrage.x25519.Identity.generate()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, f"{identity}\n".encode())
        return identity


def _write(path: Path, data: bytes) -> None:
    """Through a file beside it, never readable by others."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_bytes(data)
    beside.replace(path)
