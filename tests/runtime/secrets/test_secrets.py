"""Secrets: listed, opened by those who may, put into the store, sealed to new people."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import LeaseHeld, ManifestInvalid, ProvisionerError, SecretStoreFailed, UsageError
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AuditRecord
from provisioner.runtime.sealing import new_identity, open_sealed
from provisioner.runtime.secrets.access import show_secret
from provisioner.runtime.secrets.keeping import KeepReport, KeepWish, KeptAs, rewrap_secrets, store_secrets
from provisioner.runtime.secrets.listing import ListedSecret, Place, SecretsWish, list_secrets
from provisioner.runtime.session import PlanWish, settle_open
from provisioner.runtime.state.books import open_books
from provisioner.runtime.worklist.handoffs import HandoffWord, confirm_handoff
from tests.runtime.firm import CLIENT, Firm, actions

NORDLYS = Address.parse("client/nordlys/key/huma")
BRYGGA = Address.parse("client/brygga/key/huma")
FINALE = Address.parse("office/office_key/finale")
ALL = [str(FINALE), str(BRYGGA), str(NORDLYS)]


def listed(firm: Firm, wish: SecretsWish | None = None) -> dict[str, ListedSecret]:
    with firm.process() as workspace:
        return {str(item.address): item for item in list_secrets(workspace, wish)}


def identity_file(firm: Firm, text: str = "", name: str = "identity.txt") -> Path:
    path = firm.root / ".provisioner" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text or firm.identity, encoding="utf-8")
    return path


def store(firm: Firm, *addresses: Address, identity: str = "") -> KeepReport:
    with firm.process() as workspace:
        return store_secrets(workspace, KeepWish(identity_file(firm, identity), addresses))


def rewrap(firm: Firm, *addresses: Address, identity: str = "") -> KeepReport:
    with firm.process() as workspace:
        return rewrap_secrets(workspace, KeepWish(identity_file(firm, identity), addresses))


def done(report: KeepReport) -> dict[str, str]:
    return {str(item.address): item.done.value for item in report.kept}


def audit(firm: Firm, event: str) -> list[AuditRecord]:
    with firm.process() as workspace:
        return [record for record in workspace.backend().audit() if record.event == event]


def recipients(firm: Firm, **people: str) -> None:
    """These are the project's from now on."""
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("  recipients:")]
    named = ", ".join(f"{name}: {key}" for name, key in people.items())
    lines.insert(lines.index("secrets:") + 1, f"  recipients: {{{named}}}")
    firm.write("provisioner.yaml", "\n".join(lines) + "\n")


def kari(firm: Firm) -> str:
    return firm.identity.splitlines()[0].removeprefix("# public key: ")


def keep(firm: Firm, policy: str) -> None:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", text.replace("store: kept:there", f"store: kept:there\n  keepSealed: {policy}"))


def sealed_only(firm: Firm) -> None:
    """Everything is made; the store was away."""
    firm.attest()
    put = firm.store.put

    def away(*arguments: object) -> None:
        raise SecretStoreFailed("Away.", hint="Wait.")

    firm.store.put = away  # type: ignore[method-assign, assignment]
    firm.apply()
    firm.store.put = put  # type: ignore[method-assign]
    assert {item.status for item in listed(firm).values()} == {SecretStatus.SEALED}


def test_the_list_says_what_became_of_each_and_who_can_open_it(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    found = listed(firm)
    assert list(found) == ALL
    huma = found[str(NORDLYS)]
    assert (huma.generation, huma.in_force, huma.status, huma.store) == (1, True, SecretStatus.STORED, "kept:there")
    assert (huma.sealed_in, huma.readers, huma.missing) == (Place.STATE, ("kari",), ())
    recipients(firm, lise=new_identity()[0])
    huma = listed(firm)[str(NORDLYS)]
    assert huma.readers == (f"{kari(firm)[:16]}…",)
    assert huma.missing == ("lise",)


def test_the_list_can_be_narrowed(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    assert list(listed(firm, SecretsWish(clients=("brygga",)))) == [str(BRYGGA)]
    assert listed(firm, SecretsWish(statuses=frozenset({SecretStatus.LOST}))) == {}
    with pytest.raises(ManifestInvalid) as caught:
        listed(firm, SecretsWish(clients=("nobody",)))
    assert [found.code for found in caught.value.diagnostics] == ["unknown-client"]


def test_opening_is_written_down_with_the_name_of_the_one_who_opened(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    with firm.process() as workspace:
        secret = show_secret(workspace, NORDLYS, None, identity_file(firm))
    assert secret.reveal() == firm.world.things(NORDLYS.account, "key")[0].secret
    (record,) = audit(firm, "secret-opened")
    assert (record.address, record.actor) == (NORDLYS, "kari")
    assert dict(record.detail) == {"generation": 1, "by": "kari", "from": "state"}
    assert secret.reveal() not in repr(record)


def test_an_account_in_which_a_key_was_only_opened_has_still_converged(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    firm.apply()
    assert all(account.skipped for account in firm.plan().accounts)
    with firm.process() as workspace:
        show_secret(workspace, NORDLYS, None, identity_file(firm))
    store(firm, BRYGGA)
    recipients(firm, kari=kari(firm), lise=new_identity()[0])
    firm.apply()
    rewrap(firm)
    assert all(account.skipped for account in firm.plan().accounts)


def test_a_stranger_opens_nothing_also_where_the_store_would_give_it(firm: Firm) -> None:
    keep(firm, "until-stored")
    firm.attest()
    firm.apply()
    stranger = identity_file(firm, new_identity()[1].reveal())
    with firm.process() as workspace, pytest.raises(UsageError, match="none of those who may open") as caught:
        show_secret(workspace, NORDLYS, None, stranger)
    assert caught.value.hint == "The project's recipients are: kari."
    assert audit(firm, "secret-opened") == []
    with firm.process() as workspace:
        show_secret(workspace, NORDLYS, None, identity_file(firm))
    (record,) = audit(firm, "secret-opened")
    assert record.detail["from"] == "store"


def test_what_cannot_be_written_down_is_not_handed_out(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    with (
        firm.process() as other,
        open_books(other, NORDLYS.account, "something else"),
        firm.process() as workspace,
        pytest.raises(LeaseHeld),
    ):
        show_secret(workspace, NORDLYS, None, identity_file(firm))
    assert audit(firm, "secret-opened") == []


def test_what_was_sealed_only_is_put_into_the_store_by_a_person(firm: Firm) -> None:
    sealed_only(firm)
    report = store(firm)
    assert (done(report), report.problems, report.exit_code) == (dict.fromkeys(sorted(ALL), "stored"), [], 0)
    assert {item.status for item in listed(firm).values()} == {SecretStatus.STORED}
    kept = firm.store.kept[NORDLYS, 1]
    assert kept.reveal() == firm.world.things(NORDLYS.account, "key")[0].secret
    assert [record.detail["by"] for record in audit(firm, "secret-opened")] == ["kari"] * 3
    assert done(store(firm)) == {}, "a second run has nothing left to do"
    assert done(store(firm, NORDLYS)) == {str(NORDLYS): "stored"}, "but what is named is put again"


def test_a_key_that_is_ended_leaves_the_store_also_where_it_was_never_recorded_there(firm: Firm) -> None:
    """The run was stopped between storing it and saying so."""
    firm.attest()
    put, reached = firm.store.put, []

    def noticed(*arguments: object) -> None:
        put(*arguments)  # type: ignore[arg-type]
        reached.append(True)

    def stopped(method: str, after: bool) -> None:
        if reached and method == "commit" and not after:
            reached.clear()
            raise ProvisionerError("The state is gone for a moment.")

    firm.store.put = noticed  # type: ignore[method-assign, assignment]
    firm.watch = stopped
    firm.apply(PlanWish(clients=("brygga",)))
    firm.watch = None
    assert listed(firm)[str(BRYGGA)].status is SecretStatus.SEALED
    assert (BRYGGA, 1) in firm.store.kept
    firm.write("clients.yaml", CLIENT.replace("  huma: {kind: key, application: Huma}\n", "  andre: {kind: note}\n"))
    firm.apply(PlanWish(clients=("brygga",)))
    assert (BRYGGA, 1) not in firm.store.kept


def test_a_store_that_fails_half_way_is_gone_on_with_at_the_second_run(firm: Firm) -> None:
    sealed_only(firm)
    put, count = firm.store.put, 0

    def once(*arguments: object) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise SecretStoreFailed("Full.", hint="Make room.")
        put(*arguments)  # type: ignore[arg-type]

    firm.store.put = once  # type: ignore[method-assign, assignment]
    report = store(firm)
    assert len(report.kept) == 1
    assert [problem.text.summary for problem in report.problems] == ["Full."]
    assert report.exit_code == 1
    assert count == 2, "what fails for one is not asked of all"
    assert len(done(store(firm))) == 2
    assert {item.status for item in listed(firm).values()} == {SecretStatus.STORED}


def test_a_key_rescued_from_a_full_disk_reaches_the_store(firm: Firm) -> None:
    firm.attest()
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count >= 2 and method in ("commit", "deposit"):
            raise ProvisionerError("The disk is full.")

    firm.watch = refuse
    firm.apply(PlanWish(clients=("brygga",)))
    firm.watch = None
    aside = listed(firm)[str(BRYGGA)]
    assert (aside.status, aside.sealed_in, aside.readers) == (SecretStatus.SEALED, Place.RESCUE, ("kari",))
    report = store(firm)
    assert done(report) == {str(BRYGGA): "stored"}
    assert listed(firm)[str(BRYGGA)].status is SecretStatus.STORED
    assert firm.store.kept[BRYGGA, 1].reveal() == firm.world.things(BRYGGA.account, "key")[0].secret
    assert not list((firm.root / ".provisioner" / "rescue").glob("*.json"))
    assert actions(firm.plan(PlanWish(clients=("brygga",)))) == {}


def test_a_rescued_key_that_was_only_settled_stays_sealed_until_somebody_stores_it(firm: Firm) -> None:
    firm.attest()
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count == 2 and method == "commit":
            raise ProvisionerError("The disk is full.")

    firm.watch = refuse
    firm.apply(PlanWish(clients=("brygga",)))
    firm.watch = None
    assert listed(firm)[str(BRYGGA)].sealed_in is Place.DEPOSIT
    with firm.process() as workspace:
        settle_open(workspace)
    found = listed(firm)[str(BRYGGA)]
    assert (found.status, found.sealed_in) == (SecretStatus.SEALED, Place.STATE)
    assert done(store(firm, BRYGGA)) == {str(BRYGGA): "stored"}


def test_a_copy_that_was_confirmed_before_it_was_stored_is_let_go_of_then(firm: Firm) -> None:
    firm.write("clients.yaml", CLIENT.replace("application: Huma", "application: Huma, vendor: huma AS"))
    sealed_only(firm)
    with firm.process() as workspace:
        confirm_handoff(workspace, HandoffWord(NORDLYS, "ola"))
        assert workspace.backend().sealed(NORDLYS, 1) is not None, "it is nowhere else"
    store(firm)
    found = listed(firm)
    assert (found[str(NORDLYS)].sealed_in, found[str(BRYGGA)].sealed_in) == (None, Place.STATE)
    report = store(firm, NORDLYS)
    assert [problem.text.hint for problem in report.problems] == ["The store has it, as far as is recorded."]


def test_a_project_without_a_store_and_an_address_without_a_secret_are_told(firm: Firm) -> None:
    sealed_only(firm)
    module = Address.parse("client/nordlys/module/modul")
    report = store(firm, module, Address.parse("client/nowhere/key/huma"))
    assert [problem.address for problem in report.problems] == [module, Address.parse("client/nowhere/key/huma")]
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", text.replace("  store: kept:there\n", ""))
    with pytest.raises(UsageError, match="no secret store"):
        store(firm)
    with firm.process() as workspace:
        assert list_secrets(workspace)[0].store == ""


def test_new_people_are_let_in_and_old_ones_told(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    (lise, lises), before = new_identity(), kari(firm)
    recipients(firm, kari=before, lise=lise)
    report = rewrap(firm)
    assert done(report) == dict.fromkeys(sorted(ALL), "rewrapped")
    assert {(item.before, item.after) for item in report.kept} == {(("kari",), ("kari", "lise"))}
    assert report.shut_out == ()
    with firm.process() as workspace:
        sealed = workspace.backend().sealed(NORDLYS, 1)
    assert sealed is not None
    assert open_sealed(sealed, lises).reveal() == firm.world.things(NORDLYS.account, "key")[0].secret
    recipients(firm, lise=lise)
    report = rewrap(firm)
    assert [item[:6] for item in report.shut_out] == ["age1" + before[4:6]]
    with firm.process() as workspace, pytest.raises(UsageError, match="none of those"):
        show_secret(workspace, NORDLYS, None, identity_file(firm))
    records = audit(firm, "secrets-rewrapped")
    assert len(records) == 6
    assert records[0].detail["after"] == ("kari", "lise")
    assert done(rewrap(firm, identity=lises.reveal())) == dict.fromkeys(sorted(ALL), "up-to-date")
    assert len(audit(firm, "secrets-rewrapped")) == 6


def test_sealing_anew_that_stopped_half_way_goes_on(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    recipients(firm, kari=kari(firm), lise=new_identity()[0])
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count == 2 and method == "commit" and not after:
            raise ProvisionerError("The state is gone for a moment.")

    firm.watch = refuse
    report = rewrap(firm)
    firm.watch = None
    assert len([item for item in report.kept if item.done is KeptAs.REWRAPPED]) == 2
    assert [problem.text.summary for problem in report.problems] == ["The state is gone for a moment."]
    assert sorted(done(rewrap(firm)).values()) == ["rewrapped", "up-to-date", "up-to-date"]
    assert {item.missing for item in listed(firm).values()} == {()}


def test_what_this_person_cannot_open_is_told_and_the_rest_is_done(firm: Firm) -> None:
    firm.attest()
    firm.apply(PlanWish(clients=("brygga",)))
    (lise, lises), first = new_identity(), kari(firm)
    recipients(firm, lise=lise)
    firm.apply()
    recipients(firm, kari=first, lise=lise)
    report = rewrap(firm, identity=lises.reveal())
    assert done(report)[str(NORDLYS)] == "rewrapped"
    assert [(problem.address, problem.text.summary) for problem in report.problems] == [
        (BRYGGA, "This identity cannot open the secret.")
    ]
    assert report.exit_code == 1
    assert done(rewrap(firm, BRYGGA)) == {str(BRYGGA): "rewrapped"}


def test_a_store_that_encrypts_to_people_is_put_anew(firm: Firm, tmp_path: Path) -> None:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", text.replace("kept:there", "age:secrets\n  keepSealed: until-stored"))
    firm.attest()
    firm.apply()
    assert {item.sealed_in for item in listed(firm).values()} == {None}
    (lise, lises), first = new_identity(), kari(firm)
    recipients(firm, kari=first, lise=lise)
    assert done(rewrap(firm)) == dict.fromkeys(sorted(ALL), "stored-anew")
    with firm.process() as workspace:
        secret = show_secret(workspace, BRYGGA, None, identity_file(firm, lises.reveal()))
    assert secret.reveal() == firm.world.things(BRYGGA.account, "key")[0].secret
    (firm.root / "secrets" / "client" / "brygga" / "key" / "huma.1.age").unlink()
    report = rewrap(firm)
    assert [problem.address for problem in report.problems] == [BRYGGA]
    report = rewrap(firm, identity=new_identity()[1].reveal())
    assert len(report.problems) == 3


def test_nobody_to_seal_to_is_told_before_anything_is_opened(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    recipients(firm)
    with pytest.raises(UsageError, match="nobody to seal"):
        rewrap(firm)
