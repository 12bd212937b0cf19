"""A client of the language server that editors use for YAML, over its standard streams, as an editor is one.

Promises: asks for settings as VS Code has them in `.vscode/settings.json`; a server that says nothing for a minute is
ended, and the test with it. Does not: install the server (`npm ci --prefix tests/editor`).
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE_SECONDS = 60


@dataclass
class LanguageServer:
    """One server, with one folder open."""

    root: Path
    process: subprocess.Popen[bytes]
    settings: Mapping[str, Any]
    number: int = 0
    diagnostics: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def start(self) -> None:
        """What an editor says first."""
        capabilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"relatedInformation": True},
            },
        }
        uri = self.root.as_uri()
        folders = [{"uri": uri, "name": self.root.name}]
        self.ask(
            "initialize",
            {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": capabilities},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.configuration()})

    def configuration(self) -> dict[str, Any]:
        """Dotted names as a tree."""
        tree: dict[str, Any] = {}
        for name, value in self.settings.items():
            *path, last = [name] if name.startswith("[") else name.split(".")
            where = tree
            for part in path:
                where = where.setdefault(part, {})
            where[last] = value
        return tree

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Opens a file with `text` in it, whatever stands on the disk; what is marked in it."""
        uri = (self.root / name).as_uri()
        self.diagnostics.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self.take(self.receive())
        return self.diagnostics[uri]

    def close(self, name: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": (self.root / name).as_uri()}})

    def completions(self, name: str, line: int, character: int) -> dict[str, dict[str, Any]]:
        """What is offered at a place, by what it is called."""
        found = self.ask("textDocument/completion", self.place(name, line, character))
        return {item["label"]: item for item in found["items"]}

    def hover(self, name: str, line: int, character: int) -> str:
        """What is told at a place."""
        found = self.ask("textDocument/hover", self.place(name, line, character))
        return "" if found is None else str(found["contents"]["value"])

    def place(self, name: str, line: int, character: int) -> dict[str, Any]:
        uri = (self.root / name).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

    def ask(self, method: str, params: Mapping[str, Any]) -> Any:
        """A request, and its answer."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self.take(message)

    def tell(self, method: str, params: Mapping[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def take(self, message: dict[str, Any]) -> None:
        """What the server says or asks by itself."""
        method, params = message.get("method"), message.get("params") or {}
        if method == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif "id" in message and method is not None:
            tree = self.configuration()
            wanted = params.get("items", []) if method == "workspace/configuration" else None
            answer = None if wanted is None else [tree.get(item.get("section", ""), None) for item in wanted]
            self.send({"id": message["id"], "result": answer})

    def send(self, message: Mapping[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.stream(self.process.stdin)
        stream.write(f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
        stream.flush()

    def receive(self) -> dict[str, Any]:
        stream = self.stream(self.process.stdout)
        length = 0
        while (line := stream.readline().strip()) or not length:
            assert self.process.poll() is None or line, "the language server ended"
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(stream.read(length))
        return message

    @staticmethod
    def stream(found: IO[bytes] | None) -> IO[bytes]:
        assert found is not None
        return found


@contextmanager
def language_server(root: Path, node: str) -> Iterator[LanguageServer]:
    """A server on the folder `root`, with its own `.vscode/settings.json`."""
    settings = json.loads((root / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    command = [node, str(PROGRAM), "--stdio"]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}) as process:
        # A read cannot be given up; ending the server ends it.
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        try:
            server = LanguageServer(root, process, settings)
            server.start()
            yield server
        finally:
            watchdog.cancel()
            process.kill()
