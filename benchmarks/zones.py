"""DNS zones for octoDNS, as many records as a fleet has integrations: the same bytes for the same request.

Promises zones that octoDNS takes without a complaint, its keys in the order it wants; a zone a client and a record an
integration, kept by its own YamlProvider and planned into an empty one. Does not install or run octoDNS.
"""

from __future__ import annotations

from pathlib import Path


def write(zones: int, records: int, directory: Path) -> Path:
    """The zones below `directory`; the path of octoDNS's configuration."""
    source, target = directory / "source", directory / "target"
    source.mkdir(parents=True)
    target.mkdir()
    names = [f"klient{number:06}.example." for number in range(1, zones + 1)]
    for number, name in enumerate(names, start=1):
        lines = [_record(number, index) for index in range(records)]
        (source / f"{name}yaml").write_text("---\n" + "".join(lines), encoding="utf-8")
    config = directory / "config.yaml"
    config.write_text(_config(source, target, names), encoding="utf-8")
    return config


def _record(zone: int, index: int) -> str:
    kind, value = (
        ("A", f"10.0.{index % 250}.{zone % 250 + 1}") if index % 2 else ("CNAME", f"mal{index}.kunde.example.")
    )
    return f"host{index:03}:\n  ttl: 300\n  type: {kind}\n  value: {value}\n"


def _config(source: Path, target: Path, names: list[str]) -> str:
    listed = "".join(f"  {name}:\n    sources: [source]\n    targets: [target]\n" for name in names)
    return f"""\
manager: {{max_workers: 1}}
providers:
  source: {{class: octodns.provider.yaml.YamlProvider, directory: "{source}"}}
  target: {{class: octodns.provider.yaml.YamlProvider, directory: "{target}"}}
zones:
{listed}"""
