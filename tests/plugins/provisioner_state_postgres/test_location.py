"""What an address says, and what of it is never said again."""

from __future__ import annotations

import traceback

import pytest

from provisioner.model.errors import UsageError
from provisioner_state_postgres.location import locate

PASSWORD = "hunter2-0a1b2c3d"
REMOTE = "postgresql://kari@db.firm.example/firm"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests."""
    for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGSSLMODE", "PGSERVICE", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


def test_the_schema_is_ours_and_the_rest_is_libpqs() -> None:
    location = locate(f"{REMOTE}?sslmode=verify-full&schema=rehearsal&sslrootcert=/etc/ca%20of%20us.pem")
    assert location.schema == "rehearsal"
    assert location.parameters["sslrootcert"] == "/etc/ca of us.pem"
    assert location.parameters["sslmode"] == "verify-full"
    assert (location.parameters["host"], location.parameters["dbname"]) == ("db.firm.example", "firm")
    assert location.label == "`firm` on db.firm.example (schema rehearsal)"


def test_what_is_unsaid_is_said_for_it() -> None:
    location = locate(REMOTE)
    assert location.schema == "provisioner"
    assert location.parameters["connect_timeout"] == "10"
    assert location.parameters["application_name"] == "provisioner"
    assert location.label == "`firm` on db.firm.example"
    assert locate(f"{REMOTE}?connect_timeout=3").parameters["connect_timeout"] == "3"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://kari:{PASSWORD}@db.firm.example/firm",
        f"postgres://kari:{PASSWORD}@db.firm.example/firm",
        f"{REMOTE}?password={PASSWORD}",
        f"{REMOTE}?sslpassword={PASSWORD}",
        f"{REMOTE}?pasword={PASSWORD}",
        f"postgresql://kari:{PASSWORD}/firm",
        f"postgresql://kari:{PASSWORD}@[db.firm.example/firm",
        f"postgresql://[{PASSWORD}/firm",
        f"{REMOTE}?schema={PASSWORD}",
        f"{REMOTE}?schema=a&schema={PASSWORD.replace('-', '_')}",
        f"postgresql:{PASSWORD}",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        locate(url)
    error = caught.value
    assert error.hint
    told = "".join(traceback.format_exception(error)) + error.summary + error.hint + error.detail + repr(error)
    # The trace shows the test's own line, but not what stood in it.
    assert PASSWORD not in told
    assert error.__cause__ is None


@pytest.mark.parametrize("schema", ["", "Firm", "1st", "pg_catalog", "a b", 'a"b', "a;drop", "æ", "x" * 64])
def test_a_schema_that_would_have_to_be_quoted_is_refused(schema: str) -> None:
    with pytest.raises(UsageError, match="schema"):
        locate(f"{REMOTE}?schema={schema}")


@pytest.mark.parametrize(
    ("url", "sslmode"),
    [
        (REMOTE, "require"),
        ("postgresql://db.firm.example:6432,standby.firm.example:6432/firm", "require"),
        ("postgresql:///firm?hostaddr=192.0.2.7", "require"),
        ("postgresql://localhost,db.firm.example/firm", "require"),
        (f"{REMOTE}?sslmode=verify-full", "verify-full"),
        (f"{REMOTE}?sslmode=disable", "disable"),
        ("postgresql:///firm?service=firm", None),
        ("postgresql:///firm", None),
        ("postgresql:///firm?host=/run/postgresql", None),
        ("postgresql://localhost/firm", None),
        ("postgresql://127.0.0.1:5433/firm", None),
        ("postgresql://[::1]/firm", None),
    ],
)
def test_what_leaves_the_machine_is_encrypted_unless_said_otherwise(url: str, sslmode: str | None) -> None:
    assert locate(url).parameters.get("sslmode") == sslmode


def test_the_environment_is_libpqs_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.firm.example")
    monkeypatch.setenv("PGUSER", "kari")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    location = locate("postgresql://")
    assert location.label == "`kari` on db.firm.example"
    assert location.parameters["sslmode"] == "require"
    assert PASSWORD not in repr(location)
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert "sslmode" not in locate("postgresql://").parameters, "libpq finds it itself"


def test_a_service_is_named_by_its_name() -> None:
    assert locate("postgresql:///?service=firm&dbname=state").label == "`state` on service firm"
