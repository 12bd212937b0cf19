"""No secret of a run appears anywhere but sealed and in the store, whichever store that is and however it fails."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.canary import Birds, everything
from tests.end_to_end.firm import EXAMPLE, Firm, small_firm
from tests.plugins.provisioner_secrets_azure import stub as azure
from tests.plugins.provisioner_secrets_vault import stub as hashicorp

KEY = "client/nordlys-bakeri/user_key/huma"
TELLTALE = """\
import json, os, pathlib, sys
asked = json.load(sys.stdin)
kept, told = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
seen = repr(sys.argv) + repr(dict(os.environ))
for name in ("cmdline", "environ"):
    path = pathlib.Path("/proc/self") / name
    seen += path.read_bytes().decode("latin-1") if path.exists() else ""
told.write_text(told.read_text(encoding="utf-8") + seen if told.exists() else seen, encoding="utf-8")
if asked["verb"] != "probe" and (kept / "repeats").exists():
    sys.stderr.write("cannot do " + json.dumps(asked) + repr([p.read_text() for p in kept.glob("client*")]))
    sys.exit(1)
file = kept / asked.get("item", "probe")
if asked["verb"] == "put":
    file.write_text(asked["secret"], encoding="utf-8")
elif asked["verb"] == "get":
    print(json.dumps({"secret": file.read_text(encoding="utf-8") if file.exists() else None}))
"""
"""A store that writes down everything it can see of itself, and may repeat what it is told."""


@dataclass(frozen=True)
class Shop:
    """One store, and how to make it careless."""

    url: str
    careless: Callable[[bool], None]
    kept: Callable[[], str]
    """Everything that it holds."""


@contextmanager
def by_program(place: Path, outside: Path) -> Iterator[Shop]:
    script = outside / "store.py"
    script.write_text(TELLTALE, encoding="utf-8")
    repeats = outside / "repeats"

    def careless(on: bool) -> None:
        if on:
            repeats.touch()
        else:
            repeats.unlink()

    words = " ".join(f'"{word}"' for word in (sys.executable, "-ISs", script, outside, place / "seen.txt"))
    yield Shop(
        f"'exec:{words}'",
        careless,
        lambda: "".join(path.read_text(encoding="utf-8") for path in outside.glob("client*")),
    )


@contextmanager
def in_azure(place: Path, outside: Path) -> Iterator[Shop]:
    with azure.vault(outside) as (stub, _):
        yield Shop("azkv://fjord-kv/firma", lambda on: setattr(stub, "repeats", on), lambda: repr(stub.live))


@contextmanager
def in_vault(place: Path, outside: Path) -> Iterator[Shop]:
    with hashicorp.vault(outside) as (stub, patch):
        patch.setenv("VAULT_ROLE", hashicorp.ROLE_ID)
        patch.setenv("VAULT_SECRET", hashicorp.SECRET_ID)
        url = f"vault://{hashicorp.HOST}/secret/firma?roleId=env:VAULT_ROLE&secretId=env:VAULT_SECRET"
        yield Shop(url, lambda on: setattr(stub, "repeats", on), lambda: repr(stub.kept))


STORES = {"exec": by_program, "azkv": in_azure, "vault": in_vault}
CREDENTIALS = {azure.TOKEN, azure.CLIENT_SECRET, hashicorp.TOKEN, hashicorp.SECRET_ID}


@pytest.mark.parametrize("kind", STORES)
def test_in_every_store_and_through_every_verb(
    kind: str,
    place: Path,
    birds: Birds,
    errors: list[str],
    caplog: pytest.LogCaptureFixture,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    firm = small_firm(place / "firm")
    identity = ("--identity", str(EXAMPLE / "demo-identity.txt"))
    with STORES[kind](place, tmp_path_factory.mktemp("outside")) as shop:
        firm.edit("provisioner.yaml", "secrets:\n", f"secrets:\n  store: {shop.url}\n  keepSealed: until-stored\n")
        firm.attest_all()
        shop.careless(True)
        said = firm.apply()
        assert "secret store did not take it" in " ".join(said.text.split())
        firm.run("secret", "store", "--all", *identity, code=1)
        assert "***" in firm.said[-1].err, "what the store said is shown, without the secret"
        shop.careless(False)
        for words in (
            ["list"],
            ["list", "--format", "json"],
            ["store", KEY, *identity],
            ["rewrap", "--all", *identity],
        ):
            firm.run("secret", *words)
        firm.run("plan", "--refresh", "all")
        firm.run("audit", "log", "--format", "json")
        opened = Firm(firm.directory).run("secret", "show", KEY, *identity).out.strip()
        assert opened in birds.tokens
        assert re.search(re.escape(opened), shop.kept()), "it is in the store, and nowhere else"
        shop.careless(True)
        if kind == "exec":
            firm.run("secret", "show", KEY, *identity, code=1)
        shop.careless(False)

    birds.tokens |= CREDENTIALS
    assert birds.found_in(everything(firm, place, errors, caplog)) == []


def test_the_search_would_find_it_in_what_a_program_sees(place: Path, birds: Birds) -> None:
    """The telltale store does tell: an argument of it is found in what it wrote down."""
    birds.tokens.add("store.py-of-the-telltale")
    (place / "seen.txt").write_text("['store.py-of-the-telltale']", encoding="utf-8")
    assert birds.found_in([("seen.txt", (place / "seen.txt").read_bytes())]) == ["seen.txt"]
