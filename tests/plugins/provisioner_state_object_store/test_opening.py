"""What is told of a store that is missing, careless, foreign, newer, closed to us, or out of reach."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from provisioner.model.errors import (
    BackendFailed,
    ProvisionerError,
    StateCorrupt,
    StateMissing,
    StateTooNew,
    UsageError,
)
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import acquire
from provisioner.testing.samples import BAKERY, NOW
from provisioner_state_object_store import SCHEMES, names, open_lazily, provisioner_backends
from provisioner_state_object_store.location import Location, locate
from provisioner_state_object_store.objects import PIP, open_objects
from tests.plugins.provisioner_state_object_store.acting import commit, prepared
from tests.plugins.provisioner_state_object_store.opening import context, impatient, in_memory, opened
from tests.plugins.provisioner_state_object_store.servers import SECRET_KEY, Bumpy, Fault, Moto, Wsgi, s3_url, served
from tests.plugins.provisioner_state_object_store.watched import Careless, Watched, nobody

CANARY = "canary-5up3r-s3cr3t"


def test_the_hook_introduces_the_schemes() -> None:
    entries = list(provisioner_backends())
    assert [(entry.scheme, entry.shared, entry.open) for entry in entries] == [
        (scheme, True, open_lazily) for scheme in SCHEMES
    ]


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("s3://firm", Location("s3", "firm")),
        ("s3://firm/prod/eu/", Location("s3", "firm", "prod/eu")),
        (
            "s3://firm/p?region=eu-north-1&endpoint=https://s3.example.com",
            Location("s3", "firm", "p", endpoint="https://s3.example.com", region="eu-north-1"),
        ),
        ("azure://account/container", Location("azure", "container", "", "account")),
        ("azure://account/container/a/b", Location("azure", "container", "a/b", "account")),
        ("gs://firm/prod", Location("gs", "firm", "prod")),
    ],
)
def test_a_url_names_a_place(url: str, location: Location) -> None:
    assert locate(url) == location
    assert str(location) in url


@pytest.mark.parametrize(
    "url",
    [
        f"s3://AKIA:{CANARY}@firm/prod",
        f"s3://{CANARY}@firm/prod",
        f"s3://firm/prod?secret_access_key={CANARY}",
        f"s3://firm/prod#{CANARY}",
        f"s3://firm:{CANARY}/prod",
        f"azure://account/container?sig={CANARY}",
        f"azure://account:{CANARY}@container/x",
        f"gs://firm/prod?key={CANARY}",
        f"s3://firm?endpoint=https://user:{CANARY}@s3.example.com",
        f"s3://firm?endpoint=https://s3.example.com?X-Amz-Signature={CANARY}",
        f"s3://[{CANARY}/prod",
        f"s3://firm?{CANARY}",
        f"s3://firm/{CANARY}%00",
    ],
)
def test_a_url_with_more_than_a_place_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_lazily(context(url))
    assert CANARY not in told(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "url", ["s3:", "s3://", "s3:///prod", "azure://account", "gs:firm", "s3://firm/../other", "s3://firm/-x"]
)
def test_a_url_that_names_no_place_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        locate(url)


def test_without_tls_only_this_machine_is_spoken_to() -> None:
    assert locate("s3://firm?endpoint=http://localhost:9000").endpoint == "http://localhost:9000"
    for host in ("s3.example.com", "127.0.0.1.example.com", "localhost@example.com"):
        with pytest.raises(UsageError, match="endpoint"):
            locate(f"s3://firm?endpoint=http://{host}")


def test_a_missing_extra_names_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(BackendFailed) as caught:
        open_lazily(context())
    assert PIP in caught.value.hint


def test_google_opens_with_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_BEARER_TOKEN", CANARY)
    assert CANARY not in repr(open_objects(locate("gs://firm/prod")))


def test_a_missing_state_is_not_made_unasked(s3: str, road: Bumpy) -> None:
    road.seen.clear()
    with pytest.raises(StateMissing) as caught:
        open_lazily(context(s3, create=False))
    assert "state init" in caught.value.hint
    assert {method for method, _ in road.seen} == {"GET"}
    open_lazily(context(s3)).close()
    open_lazily(context(s3, create=False)).close()


def test_reading_writes_nothing(s3: str, road: Bumpy) -> None:
    backend = open_lazily(context(s3))
    prepared(backend)
    backend.close()
    road.seen.clear()
    reading = open_lazily(context(s3, create=False))
    reading.summaries()
    reading.load(BAKERY)
    reading.history(BAKERY)
    reading.audit()
    reading.leases(NOW)
    reading.deposits(BAKERY)
    reading.archive(BAKERY)
    reading.close()
    assert {method for method, _ in road.seen} == {"GET"}


@pytest.mark.parametrize("header", ["HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"])
def test_a_server_that_ignores_conditions_is_refused_by_name(header: str, s3: str, road: Bumpy) -> None:
    road.deaf = (header,)
    with pytest.raises(BackendFailed, match=r"s3://firm-state/firm-\d+.*does not keep conditional writes"):
        open_lazily(context(s3))
    road.deaf = ()
    with pytest.raises(StateMissing):
        open_lazily(context(s3, create=False))
    backend = open_lazily(context(s3))
    writer = prepared(backend)
    backend.close()
    # The bucket was copied to a clone since.
    road.deaf = (header,)
    careless = open_lazily(context(s3, create=False))
    assert careless.load(BAKERY) == samples.state()
    for write in (lambda: acquire(careless), lambda: careless.release(writer.lease)):
        with pytest.raises(BackendFailed, match="does not keep conditional writes"):
            write()
    careless.close()


@pytest.mark.parametrize("ignores", [("create",), ("replace",), ("create", "replace")], ids="-".join)
def test_a_careless_store_is_left_as_it_was(ignores: tuple[str, ...]) -> None:
    objects = in_memory()
    with pytest.raises(BackendFailed, match="ignores") as caught:
        opened(Careless(objects, ignores=ignores))
    assert list(objects.list("")) == []
    assert caught.value.hint
    backend = opened(objects)
    commit(prepared(backend))
    before = {item.key: item.tag for item in objects.list("heads")}
    with pytest.raises(BackendFailed, match="ignores"):
        acquire(opened(Careless(objects, ignores=ignores)))
    assert {item.key: item.tag for item in objects.list("heads")} == before


@pytest.mark.parametrize(
    ("key", "data", "error", "words"),
    [
        (names.MARKER, b"bookmarks", StateCorrupt, "no JSON"),
        (names.MARKER, b"[]", StateCorrupt, "no object of ours"),
        (names.MARKER, b'{"format": "bookmarks", "version": 1}', StateCorrupt, "another program"),
        (names.MARKER, b'{"format": "provisioner state", "version": 9}', StateTooNew, "version 9"),
        (names.head(BAKERY), b'{"version": 1}', StateCorrupt, "something is missing"),
        (names.head(BAKERY), b'{"version": 1, "account": "office"}', StateCorrupt, "another account"),
        (names.head(BAKERY), b'{"version": 7}', StateTooNew, "version 7"),
        (names.head(BAKERY), b"\xff", StateCorrupt, "no JSON"),
        ("heads/x/y/z.json", b"{}", StateCorrupt, "no account"),
    ],
)
def test_an_object_that_makes_no_sense_is_named(
    key: str, data: bytes, error: type[ProvisionerError], words: str
) -> None:
    objects = in_memory()
    prepared(opened(objects))
    found = objects.read(key)
    if found is None:
        objects.create(key, data)
    else:
        objects.replace(key, data, found.edition)
    with pytest.raises(error, match=words) as caught:
        opened(objects).summaries()
    assert key in caught.value.summary
    assert caught.value.hint


@pytest.mark.parametrize("kind", ["states/", "sealed/", "audit/"])
def test_a_body_that_was_changed_or_taken_away_is_told(kind: str) -> None:
    objects = in_memory()
    backend = opened(objects)
    commit(prepared(backend))
    looks: dict[str, Callable[[], object]] = {
        "states/": lambda: backend.load(BAKERY),
        "sealed/": lambda: backend.sealed(samples.key_address(), 1),
        "audit/": lambda: backend.audit(BAKERY),
    }
    look = looks[kind]
    look()
    key = list(objects.list(kind))[-1].key
    found = objects.read(key)
    assert found is not None
    objects.replace(key, found.data + b" ", found.edition)
    with pytest.raises(StateCorrupt, match="not what was written"):
        look()
    objects.delete([key])
    with pytest.raises(StateCorrupt, match="gone"):
        look()


def test_a_deposit_that_makes_no_sense_is_named() -> None:
    objects = in_memory()
    backend = opened(objects)
    objects.create(names.deposit("d"), json.dumps({"version": 1}).encode())
    with pytest.raises(StateCorrupt, match="missing in it"):
        backend.deposits(BAKERY)


def test_a_place_that_another_program_takes_meanwhile_is_not_ours() -> None:
    store = Watched(in_memory())

    def watch(kind: str, key: str, after: bool) -> None:
        if kind == "create" and key == names.MARKER and not after:
            store.watch = nobody
            store.objects.create(key, b'{"format": "bookmarks", "version": 1}')

    store.watch = watch
    with pytest.raises(StateCorrupt, match="another program"):
        opened(store)


def test_two_who_make_a_state_at_once_both_have_it() -> None:
    store = Watched(in_memory())

    def watch(kind: str, key: str, after: bool) -> None:
        if kind == "create" and key == names.MARKER and not after:
            store.watch = nobody
            opened(store.objects)

    store.watch = watch
    prepared(opened(store))


def test_a_marker_that_goes_away_stops_the_writer() -> None:
    objects = in_memory()
    backend = opened(objects)
    objects.delete([names.MARKER])
    with pytest.raises(StateMissing):
        acquire(backend)


def test_a_bucket_that_is_not_there_is_told(moto_server: Moto, s3: str) -> None:
    url = s3_url(moto_server.endpoint, "x").replace("firm-state", "no-such-bucket")
    with pytest.raises(StateMissing):
        open_lazily(context(url, create=False))
    with pytest.raises(BackendFailed, match="no such bucket"):
        impatient(url)


def told(error: BaseException) -> str:
    """Everything that anybody could ever see of an error."""
    words = [str(value) for value in vars(error).values()]
    return "".join([*traceback.format_exception(error), repr(error), *words, repr(error.__context__)])


def answering(status: str, body: str) -> Wsgi:
    def app(environ: dict[str, Any], start: Any) -> list[bytes]:
        start(status, [("Content-Type", "application/xml")])
        return [body.encode()]

    return app


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("403 Forbidden", "SignatureDoesNotMatch", "refuses us"),
        ("401 Unauthorized", "InvalidAccessKeyId", "refuses us"),
        ("400 Bad Request", "AuthorizationHeaderMalformed", "fails"),
        ("503 Service Unavailable", "SlowDown", "fails"),
    ],
)
def test_no_credential_is_ever_told(status: str, code: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer of a store repeats signed addresses, keys and what was signed; none of it comes through."""
    said = f"<Message>{CANARY} {SECRET_KEY}</Message><StringToSign>{CANARY}</StringToSign>"
    body = f"<Error><Code>{code}</Code>{said}</Error>"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA" + CANARY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_SESSION_TOKEN", CANARY)
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", f"sv=2021&sig={CANARY}")
    with served(answering(status, body)) as port:
        for url in (
            s3_url(f"http://127.0.0.1:{port}", "x"),
            f"azure://account/container/x?endpoint=http://127.0.0.1:{port}/account",
        ):
            with pytest.raises(BackendFailed, match=words) as caught:
                impatient(url)
            assert caught.value.detail == f"{status}, {code}"
            assert caught.value.hint
            for secret in (CANARY, SECRET_KEY):
                assert secret not in told(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("AZURE_STORAGE_ACCOUNT_KEY", f"{CANARY}!"), ("AZURE_STORAGE_SAS_TOKEN", f"%zz{CANARY}")],
)
def test_a_credential_that_cannot_be_read_is_not_told(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BackendFailed) as caught:
        impatient("azure://account/container/x?endpoint=http://127.0.0.1:1/account")
    assert CANARY not in told(caught.value)


def test_a_server_that_is_not_there_is_told(s3: str, road: Bumpy) -> None:
    road.ask = lambda method, path: Fault.CUT
    with pytest.raises(BackendFailed, match="cannot be reached") as caught:
        impatient(s3)
    assert caught.value.hint
    assert SECRET_KEY not in told(caught.value)
