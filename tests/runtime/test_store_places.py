"""Two URLs of one secret store are one store; two stores never are, and what was never written down is nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.firm import make_firm


@pytest.mark.parametrize(
    ("today", "name", "same"),
    [
        ("age:secrets", "age:secrets", True),
        ("age:./secrets/", "age:secrets", True),
        ("age:secrets", "age:.provisioner/secrets", False),
        ("exec:python  store.py", "exec:python store.py", True),
        ("exec:python store.py", "exec:python other.py", False),
        ("exec:python store.py https://kari:hemmelig@keys.example", "exec:python store.py https://keys.example", True),
        ("azkv://fjord-kv/firma", "azkv://fjord-kv.vault.azure.net/firma", True),
        ("azkv://fjord-kv/firma", "azkv://fjord-kv/annet", False),
        ("azkv://fjord-kv/firma", "azkv:nothing", False),
        ("vault://v.example/kv/x?token=env:A", "vault://v.example/kv/x?roleId=env:B&secretId=env:C", True),
        ("vault://v.example/kv/x?namespace=a", "vault://v.example/kv/x?namespace=b", False),
        ("vault://v.example/kv/x/", "vault://v.example/kv/x", True),
        ("age:secrets", "exec:python store.py", False),
        ("age:secrets", "", False),
        ("", "", False),
        ("", "age:secrets", False),
    ],
)
def test_a_store_is_told_by_its_place(tmp_path: Path, today: str, name: str, same: bool) -> None:
    firm = make_firm(tmp_path)
    text = (tmp_path / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", text.replace("  store: kept:there\n", f"  store: {today!r}\n" if today else ""))
    with firm.process() as workspace:
        assert workspace.is_todays_store(name) is same
