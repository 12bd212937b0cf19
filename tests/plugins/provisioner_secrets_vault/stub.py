"""HashiCorp Vault, as far as a secret store meets it: the real wire protocol, in memory.

Written after the public reference of the HTTP API, because no package brings a server. Promises: tokens, AppRole,
rights, namespaces, the KV engine of version 2 with check-and-set and deleted versions, a seal. Does not: know policies
by path, leases or time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.tls import Answer, Asked, served

HOST = "vault.fjord.example"
TOKEN = "made-up-hvs-token"
ROLE_ID = "made-up-role-id"
SECRET_ID = "made-up-secret-id"
MISMATCH = "check-and-set parameter did not match the current version"


@dataclass
class VaultStub:
    """One server with one engine of version 2 at `secret` and one of version 1 at `old`."""

    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    kept: dict[str, list[dict[str, str] | None]] = field(default_factory=dict)
    """The versions of each path, the youngest last; None: deleted."""
    rights: set[str] = field(default_factory=lambda: {"create", "update", "read", "delete"})
    sealed: bool = False
    repeats: bool = False
    """Whether what is written is turned away with its own words, as careless servers do."""
    namespace: str = ""
    trouble: list[Answer] = field(default_factory=list)
    """Given instead of the next answers, the first first."""
    after: list[Answer] = field(default_factory=list)
    """Given instead of the next answers to writes, after these were done."""
    between: list[tuple[str, str]] = field(default_factory=list)
    """What others write right before the next writes: path and secret."""
    logins: int = 0
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.trouble:
            return self.trouble.pop(0)
        if self.sealed:
            return _error(503, "Vault is sealed")
        if asked.path == "/v1/auth/approle/login":
            return self._login(asked)
        if asked.headers.get("x-vault-namespace", "") != self.namespace:
            return _error(404, "no handler for route")
        if asked.headers.get("x-vault-token") not in self.tokens:
            return _error(403, "permission denied")
        return self._route(asked)

    def _login(self, asked: Asked) -> Answer:
        if asked.json != {"role_id": ROLE_ID, "secret_id": SECRET_ID}:
            return _error(400, "invalid role or secret ID")
        self.logins += 1
        token = f"{TOKEN}-of-approle-{self.logins}"
        self.tokens.add(token)
        return Answer(200, {"auth": {"client_token": token, "lease_duration": 3600, "renewable": True}})

    def _route(self, asked: Asked) -> Answer:
        if asked.path == "/v1/sys/capabilities-self":
            told = {
                path: sorted(self.rights & {"create", "update", "read"}) or ["deny"] for path in asked.json["paths"]
            }
            return Answer(200, {"data": told, **told})
        mounted = re.fullmatch(r"/v1/sys/internal/ui/mounts/(.+)", asked.path)
        if mounted is not None:
            versions = {"secret": "2", "old": "1"}
            if mounted[1] not in versions:
                return _error(
                    403, "preflight capability check returned 403, please ensure client's policies grant access"
                )
            return Answer(200, {"data": {"type": "kv", "options": {"version": versions[mounted[1]]}}})
        found = re.fullmatch(r"/v1/secret/(data|metadata)/(.+)", asked.path)
        if found is None:
            return _error(404, "no handler for route")
        verbs = {
            ("POST", "data"): ("update", self._write),
            ("GET", "data"): ("read", self._read),
            ("DELETE", "metadata"): ("delete", self._forget),
        }
        right, act = verbs[asked.method, found[1]]
        return act(found[2], asked) if right in self.rights else _error(403, "permission denied")

    def _write(self, path: str, asked: Asked) -> Answer:
        if self.repeats:
            return _error(400, f"No good value in {asked.body.decode()}")
        if self.between:
            other, secret = self.between.pop(0)
            self.kept.setdefault(other or path, []).append({"secret": secret})
        versions = self.kept.get(path, [])
        if asked.json["options"].get("cas", len(versions)) != len(versions):
            return _error(400, MISMATCH)
        self.kept[path] = [*versions, asked.json["data"]]
        if self.after:
            return self.after.pop(0)
        return Answer(200, {"data": _metadata(self.kept[path])})

    def _read(self, path: str, asked: Asked) -> Answer:
        versions = self.kept.get(path)
        if not versions:
            return Answer(404, {"errors": []})
        told = {"data": {"data": versions[-1], "metadata": _metadata(versions)}}
        return Answer(200 if versions[-1] is not None else 404, told)

    def _forget(self, path: str, asked: Asked) -> Answer:
        self.kept.pop(path, None)
        return Answer(204)


def _metadata(versions: list[dict[str, str] | None]) -> dict[str, Any]:
    gone = "" if versions[-1] is not None else "2026-11-22T12:00:00Z"
    return {"version": len(versions), "deletion_time": gone, "destroyed": False, "custom_metadata": None}


def _error(status: int, *errors: str) -> Answer:
    return Answer(status, {"errors": list(errors)})


@contextmanager
def vault(directory: Path) -> Iterator[tuple[VaultStub, pytest.MonkeyPatch]]:
    """A server under its name, trusted."""
    stub = VaultStub()
    with served(stub.answer, HOST, bundle=directory / "trusted.pem") as patch:
        yield stub, patch
