"""The audit of a firm that works: every commit is in it, each with the one before, and tampering shows."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.formats.audit_format import Export, decode_export, encode_export
from provisioner.model.address import AccountRef
from provisioner.model.errors import UsageError
from provisioner.runtime.revision import revision_of
from provisioner.runtime.state.auditing import AuditWish, export_audit, read_audit, verify
from tests.runtime.firm import Firm, make_firm

NORDLYS = AccountRef.client("nordlys")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    made.apply()
    return made


def exported(firm: Firm) -> Export:
    with firm.process() as workspace:
        return export_audit(workspace)


def test_every_commit_has_one_record_and_the_chain_holds(firm: Firm) -> None:
    export = exported(firm)
    with firm.process() as workspace:
        serials = {summary.account: summary.serial for summary in workspace.backend().summaries()}
    assert {head.account: head.records for head in export.heads} == serials
    assert verify(export) == ()


def test_it_goes_on_over_runs(firm: Firm) -> None:
    before = exported(firm)
    firm.write("clients.yaml", (firm.root / "clients.yaml").read_text(encoding="utf-8").replace("hei", "hallo"))
    firm.apply()
    after = exported(firm)
    assert len(after.records) > len(before.records)
    assert verify(after, before) == ()
    assert [item.code for item in verify(before, after)] == ["audit-rewritten"]  # the wrong way round


def test_a_record_taken_out_of_the_export_is_told_in_both_languages(firm: Firm) -> None:
    export = exported(firm)
    victim = next(record for record in export.records if record.account == NORDLYS)
    kept = tuple(record for record in export.records if record.id != victim.id)
    found = verify(replace(export, records=kept))
    assert [item.code for item in found] == ["audit-changed"]  # one an account: the rest of it is doubtful anyway
    assert all(dict(item.translations)["nb"].summary for item in found)


def test_exports_of_two_projects_are_not_compared(firm: Firm) -> None:
    export = exported(firm)
    with pytest.raises(UsageError, match="project"):
        verify(export, replace(export, project="nabo"))


def test_the_log_can_be_narrowed(firm: Firm) -> None:
    with firm.process() as workspace:
        everything = read_audit(workspace, AuditWish())
        mine = read_audit(workspace, AuditWish(account=NORDLYS))
        about = next(record.address for record in mine if record.address is not None)
        one = read_audit(workspace, AuditWish(address=about))
        late = read_audit(workspace, AuditWish(since=everything[-1].at))
        early = read_audit(workspace, AuditWish(until=everything[-1].at))
    assert {record.account for record in mine} == {NORDLYS}
    assert {record.address for record in one} == {about}
    assert len(late) + len(early) == len(everything)
    assert [record.at for record in everything] == sorted(record.at for record in everything)


def test_the_log_says_who_and_at_which_commit(tmp_path: Path) -> None:
    firm = make_firm(tmp_path)
    _git(tmp_path, "init", "-q", "-b", "main")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "first")
    firm.attest()
    firm.apply()
    commit = _git(tmp_path, "rev-parse", "HEAD")
    with firm.process() as workspace:
        records = read_audit(workspace, AuditWish())
    assert {record.revision for record in records} == {commit}
    assert {record.actor for record in records} == {"kari"}
    assert any(record.plan_digest.startswith("sha256:") for record in records)
    assert any(record.evidence_digest.startswith("sha256:") for record in records)


def test_no_secret_is_in_it(firm: Firm) -> None:
    secrets = [thing.secret.encode() for thing in firm.world.things() if thing.secret]
    data = encode_export(exported(firm))
    assert secrets
    assert [secret for secret in secrets if secret in data] == []
    assert verify(decode_export(data)) == ()


def _git(root: Path, *words: str) -> str:
    identity = ("-c", "user.name=Kari", "-c", "user.email=kari@fjord.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(("git", *identity, *words), cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_commit_is_found_wherever_git_keeps_it(tmp_path: Path) -> None:
    main = tmp_path / "main"
    main.mkdir()
    assert revision_of(main) == ""
    _git(main, "init", "-q", "-b", "main")
    assert revision_of(main) == ""  # nothing is committed yet
    (main / "a").write_text("a", encoding="utf-8")
    _git(main, "add", ".")
    _git(main, "commit", "-q", "-m", "first")
    commit = _git(main, "rev-parse", "HEAD")
    (main / "deep" / "er").mkdir(parents=True)
    assert revision_of(main / "deep" / "er") == commit
    _git(main, "pack-refs", "--all")
    assert revision_of(main) == commit
    _git(main, "worktree", "add", "-q", str(tmp_path / "side"), "-b", "side")
    assert revision_of(tmp_path / "side") == commit
    _git(main, "checkout", "-q", "--detach")
    assert revision_of(main) == commit


def test_what_is_no_commit_is_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ghp_not_a_commit_but_a_token", encoding="utf-8")
    assert revision_of(tmp_path) == ""
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main", encoding="utf-8")
    assert revision_of(tmp_path) == ""
