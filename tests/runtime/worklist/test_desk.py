"""The work page: one person's, by a one-time address; steps only for whoever has it, a key sealed by its answer."""

from __future__ import annotations

import http.client
import re
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from provisioner.model.address import Address
from provisioner.model.secrets import SecretStatus
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist.desk import COOKIE, MOST_BYTES, Answered, Asked, WorkDesk
from provisioner.runtime.worklist.items import list_work, start_work
from provisioner.runtime.worklist.loopback import SILENT, Loopback
from provisioner.runtime.workspace import Workspace
from provisioner.testing.fakes import Fault, FaultKind
from tests.runtime.firm import Firm, make_firm

HERE = "http://127.0.0.1:4711"
HUMA = Address.parse("client/brygga/key/huma")
KEY = "canary-key-that-was-shown-once"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm with keys that wait for a person."""
    made = make_firm(tmp_path, settings="{guided: [key, office_key]}")
    made.apply()
    return made


@pytest.fixture
def workspace(firm: Firm) -> Iterator[Workspace]:
    with firm.process() as opened:
        yield opened


@dataclass
class Tab:
    """A browser with the page open."""

    desk: WorkDesk
    cookie: str = ""

    def get(self, path: str = "/") -> Answered:
        return self.desk.answer(Asked("GET", path, self.cookie))

    def text(self) -> str:
        return unescape(self.get().body)

    def post(self, path: str, **fields: str) -> Answered:
        return self.post_pairs(path, list(fields.items()))

    def post_pairs(self, path: str, pairs: list[tuple[str, str]]) -> Answered:
        token = re.search(r'name="token" value="([^"]+)"', self.get().body)
        form = [("token", token[1] if token else ""), *pairs]
        return self.desk.answer(Asked("POST", path, self.cookie, HERE, urlencode(form).encode()))


def open_tab(workspace: Workspace, reader: str = "ola") -> Tab:
    desk = WorkDesk(workspace, reader, HERE)
    let_in = desk.answer(Asked("GET", desk.one_time_address.removeprefix(HERE)))
    cookie = dict(let_in.headers)["Set-Cookie"]
    assert let_in.status == 303
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    return Tab(desk, cookie.partition(";")[0].partition("=")[2])


def work_id(workspace: Workspace) -> str:
    return next(one.item.id for one in list_work(workspace) if one.item.address == HUMA)


def test_the_address_opens_once_and_nobody_else_gets_in(workspace: Workspace) -> None:
    desk = WorkDesk(workspace, "ola", HERE)
    door = desk.one_time_address.removeprefix(HERE)
    assert desk.answer(Asked("GET", "/")).status == 403
    assert desk.answer(Asked("GET", door)).status == 303
    assert desk.answer(Asked("GET", door)).status == 403
    assert desk.answer(Asked("GET", "/", "guessed")).status == 403
    told = desk.answer(Asked("GET", door)).body
    assert "opens once only" in told
    assert "provisioner work --open" in told


def test_what_is_too_large_is_told_in_words(workspace: Workspace) -> None:
    tab = open_tab(workspace)
    for path in ("/complete", "/compare"):
        answered = tab.desk.answer(Asked("POST", path, tab.cookie, HERE, too_large=True))
        assert answered.status == 413
        assert "more than this page takes, so nothing was recorded" in answered.body
    assert tab.desk.answer(Asked("POST", "/complete", "guessed", HERE, too_large=True)).status == 403


def test_steps_are_shown_to_whoever_has_taken_it_on_alone(workspace: Workspace) -> None:
    tab, other = open_tab(workspace), open_tab(workspace, "kari")
    assert 'name="kind"' not in tab.text()
    assert tab.post("/start", id=work_id(workspace)).status == 303
    shown = tab.text()
    assert "It is yours now." in shown
    assert 'value="done"' in shown
    assert "data-seal" in shown
    theirs = other.text()
    assert "ola has taken it on" in theirs
    assert 'value="done"' not in theirs
    other.post("/start", id=work_id(workspace))
    assert "ola has already begun" in other.text()


def test_a_pasted_key_is_sealed_and_on_no_page(workspace: Workspace) -> None:
    tab = open_tab(workspace)
    tab.post("/start", id=work_id(workspace))
    assert tab.post("/complete", id=work_id(workspace), kind="done", key=KEY, checked="yes").status == 303
    told = tab.text()
    assert "Recorded." in told
    assert KEY not in told
    entry = find_entry(workspace, HUMA)
    assert entry.current.secret in (SecretStatus.SEALED, SecretStatus.STORED)


def test_without_the_key_nothing_is_recorded_and_it_says_why(workspace: Workspace) -> None:
    tab = open_tab(workspace)
    tab.post("/start", id=work_id(workspace))
    tab.post("/complete", id=work_id(workspace), kind="done", key="")
    told = tab.text()
    assert "Nothing was recorded." in told
    assert "The key is missing" in told
    assert work_id(workspace)


def test_before_the_company_was_seen_nothing_is_recorded(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = workspace.provider.work_item
    monkeypatch.setattr(
        workspace.provider, "work_item", lambda request: replace(plain(request), check="Is it Brygga AS?")
    )
    tab = open_tab(workspace)
    tab.post("/start", id=work_id(workspace))
    tab.post("/complete", id=work_id(workspace), kind="done", key=KEY)
    assert "Answer this first, and try again: Is it Brygga AS? Nothing was recorded." in tab.text()
    tab.post("/complete", id=work_id(workspace), kind="done", key=KEY, checked="yes")
    assert "Recorded." in tab.text()


def test_a_refusal_needs_its_reason(workspace: Workspace) -> None:
    tab = open_tab(workspace)
    tab.post("/start", id=work_id(workspace))
    tab.post("/complete", id=work_id(workspace), kind="refused", note=" ")
    assert "Write what the screen said" in tab.text()
    assert work_id(workspace)


@pytest.mark.parametrize("kind", ["not-done", "lost", "refused"])
def test_every_other_answer_is_recorded_too(workspace: Workspace, kind: str) -> None:
    tab = open_tab(workspace)
    tab.post("/start", id=work_id(workspace))
    tab.post("/complete", id=work_id(workspace), kind=kind, note="«Du har ikke tilgang»")
    assert "Recorded." in tab.text()
    assert [one for one in list_work(workspace) if one.item.address == HUMA] == []


def test_what_was_not_pressed_is_given_back(workspace: Workspace) -> None:
    tab = open_tab(workspace)
    tab.post("/start", id=work_id(workspace))
    tab.post("/release", id=work_id(workspace))
    assert "Nothing was recorded." in tab.text()
    tab.post("/release", id=work_id(workspace), not_pressed="yes")
    assert "It waits for anybody again." in tab.text()
    assert start_work(workspace, work_id(workspace), "kari").claimant == "kari"


def test_what_a_run_left_behind_is_to_be_looked_for_and_not_done(tmp_path: Path) -> None:
    firm = make_firm(tmp_path)
    firm.attest()
    firm.world.plant(Fault(FaultKind.LOST_CALL, "apply", HUMA))
    firm.apply()
    with firm.process() as workspace:
        tab = open_tab(workspace)
        text = tab.text()
        assert "nobody knows how it ended" in text
        assert 'action="/start"' not in text
        tab.post("/complete", id=work_id(workspace), kind="lost")
        assert "Recorded." in tab.text()


@pytest.mark.parametrize(
    ("origin", "token"), [("http://evil.example", "right"), ("", "right"), (HERE, "guessed"), ("null", "right")]
)
def test_a_form_from_elsewhere_does_nothing(workspace: Workspace, origin: str, token: str) -> None:
    tab = open_tab(workspace)
    page = re.search(r'name="token" value="([^"]+)"', tab.get().body)
    assert page is not None
    form = urlencode({"token": page[1] if token == "right" else token, "id": work_id(workspace)}).encode()
    assert tab.desk.answer(Asked("POST", "/start", tab.cookie, origin, form)).status == 403
    assert all(not one.claimant for one in list_work(workspace))


def test_the_page_fetches_nothing_and_runs_only_its_own_script(workspace: Workspace) -> None:
    answered = open_tab(workspace).get()
    policy = dict(answered.headers)["Content-Security-Policy"]
    nonces = set(re.findall(r'nonce="([^"]+)"', answered.body))
    assert policy.startswith("default-src 'none'")
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in policy
    assert "unsafe" not in policy
    assert re.findall(r'\b(?:src|href)="(?!https://)', answered.body) == []


def test_norwegian_is_spoken_where_the_project_speaks_it(tmp_path: Path) -> None:
    firm = make_firm(tmp_path, settings="{guided: [key, office_key]}")
    text = (
        (tmp_path / "provisioner.yaml").read_text(encoding="utf-8").replace("name: fjord", "name: fjord\nlanguage: nb")
    )
    firm.write("provisioner.yaml", text)
    firm.apply()
    with firm.process() as workspace:
        page = open_tab(workspace).text()
    assert "Arbeid for fjord" in page
    assert "Ta den og vis stegene" in page


def test_an_unknown_address_is_not_there_and_closing_closes(workspace: Workspace) -> None:
    tab = open_tab(workspace)
    assert tab.get("/nowhere").status == 404
    assert "no such page" in tab.get("/nowhere").body
    assert tab.post("/nowhere").status == 404
    assert not tab.desk.closed
    assert "Closed." in tab.post("/close").body
    assert tab.desk.closed


def test_a_connection_that_says_nothing_keeps_nobody_waiting() -> None:
    asked: list[Asked] = []

    def answer(request: Asked) -> Answered:
        asked.append(request)
        return Answered(200, "hei")

    server = Loopback()
    port = int(server.address.rpartition(":")[2])
    thread = threading.Thread(target=server.serve, args=(answer, lambda: bool(asked)))
    thread.start()
    silent = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(SILENT + 1)]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)  # a half of what the silent ones may take
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"hei"
    thread.join(timeout=10)
    server.close()
    assert [one.recv(1) for one in silent] == [b""] * (SILENT + 1), "and in the end they are closed"
    for one in silent:
        one.close()


def test_half_an_answer_is_none_and_a_browser_that_goes_away_leaves_no_trace(
    capfd: pytest.CaptureFixture[str],
) -> None:
    asked: list[Asked] = []

    def answer(request: Asked) -> Answered:
        asked.append(request)
        return Answered(200, "hei")

    server = Loopback()
    port = int(server.address.rpartition(":")[2])
    thread = threading.Thread(target=server.serve, args=(answer, lambda: bool(asked)))
    thread.start()
    head = f"POST /complete HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 20\r\n\r\n"
    for said, reset in ((f"{head}kind=done", False), ("GET / HT", True)):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as gone:
            gone.sendall(said.encode())
            if reset:
                gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                gone.shutdown(socket.SHUT_WR)
                assert gone.recv(1) == b""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/whole")
    assert connection.getresponse().read() == b"hei"
    thread.join(timeout=10)
    server.close()
    assert [request.path for request in asked] == ["/whole"]
    assert capfd.readouterr().err == ""


def test_over_loopback_it_is_this_machines_alone() -> None:
    asked: list[Asked] = []

    def answer(request: Asked) -> Answered:
        asked.append(request)
        return Answered(200, "hei", (("X-Own", "1"),))

    server = Loopback()
    port = int(server.address.rpartition(":")[2])
    thread = threading.Thread(target=server.serve, args=(answer, lambda: len(asked) >= 3))
    thread.start()

    def call(method: str, headers: dict[str, str], body: bytes = b"") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, "/x?y", body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        return response

    assert call("GET", {"Host": "evil.example"}).status == 421
    assert call("POST", {}, b"x" * (3 * MOST_BYTES)).status == 200, "an answer is heard, and the desk gives it"
    good = call("POST", {"Cookie": f"{COOKIE}=abc; other=1", "Origin": server.address}, b"a=1")
    assert (good.status, good.getheader("Cache-Control"), good.getheader("X-Own")) == (200, "no-store", "1")
    assert call("GET", {"Cookie": "="}).status == 200
    thread.join(timeout=10)
    server.close()
    assert asked[0] == Asked("POST", "/x", too_large=True)
    assert asked[1] == Asked("POST", "/x", "abc", server.address, b"a=1")
    assert asked[2].cookie == ""
