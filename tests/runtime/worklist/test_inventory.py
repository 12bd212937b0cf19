"""Inventory: nothing is made in an account of which nobody knows what it holds."""

from __future__ import annotations

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.secrets import SecretStatus
from provisioner.model.values import attributes
from provisioner.runtime.state.states import account_states, find_entry
from provisioner.runtime.worklist.inventory import AttestedAccount, AttestWish, attest
from tests.runtime.firm import CLIENT, Firm, actions

HUMA = Address.parse("client/brygga/key/huma")
BRYGGA = AccountRef.client("brygga")


@pytest.fixture
def unlisted(firm: Firm) -> Firm:
    """A firm in whose accounts nothing can be listed."""
    firm.world.unreadable.update({AccountRef.office(), BRYGGA, AccountRef.client("nordlys")})
    return firm


def test_creates_are_held_until_somebody_says_what_is_there(unlisted: Firm) -> None:
    assert set(actions(unlisted.plan()).values()) == {"hold"}
    unlisted.apply()
    assert not unlisted.world.things()
    with unlisted.process() as workspace:
        told = attest(workspace, AttestWish(by="kari", clients=("brygga",), empty=True))
    assert told == (AttestedAccount(BRYGGA, True, ()),)
    assert actions(unlisted.plan())[str(HUMA)] == "create"
    assert actions(unlisted.plan())["client/nordlys/key/huma"] == "hold"
    unlisted.attest()
    assert set(actions(unlisted.plan()).values()) == {"create"}


def test_what_is_said_to_be_there_is_taken_over_and_its_secret_was_never_ours(unlisted: Firm) -> None:
    unlisted.world.make(BRYGGA, "key", attributes(application="Huma"), secret=True)
    with unlisted.process() as workspace:
        attest(workspace, AttestWish(by="kari", addresses=(HUMA,)))
    assert actions(unlisted.plan())[str(HUMA)] == "adopt"
    unlisted.apply()
    with unlisted.process() as workspace:
        entry = find_entry(workspace, HUMA)
    assert (entry.adopted, entry.current.secret) == (True, SecretStatus.NEVER_HELD)
    assert str(HUMA) not in actions(unlisted.plan())
    assert len(unlisted.world.things(BRYGGA)) == 1


def test_what_was_made_before_us_is_not_said_to_be_made_our_way(unlisted: Firm) -> None:
    unlisted.write("clients.yaml", CLIENT.replace("application: Huma}", "application: Huma, expires: 2030-01-01}"))
    with unlisted.process() as workspace:
        attest(workspace, AttestWish(by="kari", addresses=(HUMA,)))
    unlisted.apply()
    with unlisted.process() as workspace:
        current = find_entry(workspace, HUMA).current
    assert "expires" not in current.attributes, "an attribute of the moment of creation, which nobody saw"
    assert current.attributes["application"] == "Huma"
    assert str(HUMA) not in actions(unlisted.plan())


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (AttestWish(by="kari", clients=("ukjent",), empty=True), "no account client/ukjent"),
        (
            AttestWish(by="kari", addresses=(Address.parse("client/brygga/key/annet"),)),
            "asks for client/brygga/key/annet",
        ),
        (AttestWish(by="kari", addresses=(Address.parse("client/ukjent/key/huma"),)), "no account client/ukjent"),
    ],
)
def test_only_what_the_manifests_know_can_be_attested(firm: Firm, wish: AttestWish, words: str) -> None:
    with firm.process() as workspace, pytest.raises(UsageError, match=words):
        attest(workspace, wish)
    with firm.process() as workspace:
        assert account_states(workspace) == ()


def test_the_office_can_be_attested_alone(firm: Firm) -> None:
    with firm.process() as workspace:
        assert [item.account for item in attest(workspace, AttestWish(by="k", office=True, empty=True))] == [
            AccountRef.office()
        ]
        assert len(account_states(workspace, AccountRef.office())) == 1
        assert account_states(workspace, BRYGGA) == ()
        with pytest.raises(UsageError, match="nothing at"):
            find_entry(workspace, HUMA)


def test_what_nobody_knows_is_held_until_somebody_looked(unlisted: Firm) -> None:
    with unlisted.process() as workspace:
        attest(workspace, AttestWish(by="kari", clients=("brygga",), empty=True, unsure=(HUMA,)))
    held = unlisted.plan()
    assert actions(held)[str(HUMA)] == "hold"
    assert "unsure" in {found.code for found in held.diagnostics}
    with unlisted.process() as workspace:
        told = attest(workspace, AttestWish(by="per", absent=(HUMA,)))
    assert told == (AttestedAccount(BRYGGA, False, (), (HUMA,)),)
    assert actions(unlisted.plan())[str(HUMA)] == "create"
    unlisted.apply()
    assert str(HUMA) not in actions(unlisted.plan())


def test_what_is_not_there_may_be_made_where_nothing_else_is_known(unlisted: Firm) -> None:
    with unlisted.process() as workspace:
        attest(workspace, AttestWish(by="kari", absent=(HUMA,)))
    found = actions(unlisted.plan())
    assert found[str(HUMA)] == "create"
    assert set(found.values()) == {"create", "hold"}
