"""The manifests with the files of clients that did not change left unparsed.

Promises: the same accounts, with the same digests, as reading everything would give, or nothing: whatever a change in
one file may have meant for another is read as a whole. What an account declares is read when somebody asks for it, and
only from the bytes that were known. Does not: choose which accounts are left alone (planning.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from provisioner.engine.labels import NOBODY, matches
from provisioner.engine.select import merge_accounts
from provisioner.formats.canonical import digest_of_bytes
from provisioner.formats.manifest_accounts import AccountReader
from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Place, SourceRange
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount, Manifests
from provisioner.runtime.files import manifest_names, read_files, read_once
from provisioner.runtime.index import Contents, FileOfClients, Head
from provisioner.runtime.reading.read import Reading, read_manifests
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace


def read_by_index(workspace: Workspace) -> Reading:
    """Every account; of those whose files did not change, no more than who they are."""
    known = workspace.index.read()
    reading = _with_heads(workspace, known) if known is not None else None
    if reading is None:
        reading = read_manifests(workspace, fresh=True)
    contents = _contents(reading)
    if contents is not None:
        workspace.index.note(contents)
    return reading


def known_accounts(workspace: Workspace) -> tuple[DeclaredAccount, ...]:
    """Every account, offline and whatever is wrong with the others; of whom nothing changed, no more than who it is."""
    known = workspace.index.read()
    reading = _with_heads(workspace, known) if known is not None else None
    return (reading or read_manifests(workspace, fresh=False)).accounts


def read_head(workspace: Workspace, manifests: Manifests, head: DeclaredAccount, stamp: str) -> DeclaredAccount:
    """The account with what it declares. ManifestInvalid where its file is no longer what it was."""
    assert head.source is not None
    name, ref = head.source.file, head.account.ref
    sources = read_files(workspace.root, (workspace.root / name,))
    if sources.stamps.get(name) == stamp:
        reader = AccountReader()
        for document in sources.documents:
            client = reader.client(document)
            if client is not None and client.account.ref == ref:
                merged = merge_accounts(replace(manifests, clients=(client,)))
                return next(account for account in merged.accounts if account.account.ref == ref)
    raise ManifestInvalid([WORDS("file-being-written", Place(SourceRange(name, 1, 1)), file=name)])


def _with_heads(workspace: Workspace, known: Contents) -> Reading | None:
    """What is there, where what is known still holds; None where everything has to be read."""
    same: dict[str, FileOfClients] = {}
    changed: list[str] = []
    names = manifest_names(workspace.root, workspace.project.manifests)
    if not known.others.keys() <= set(names):
        return None
    for name in names:
        stamp = _stamp(f"{workspace.root}/{name}")
        file = known.clients.get(name)
        if file is not None and file.stamp == stamp:
            same[name] = file
        elif name in known.others and known.others[name] != stamp:
            return None
        else:
            changed.append(name)
    reading = read_manifests(workspace, fresh=False, some=tuple(workspace.root / name for name in changed))
    heads = [head for file in same.values() for head in file.heads]
    # Whom a selector chooses cannot be told from the changed clients alone: it is asked of everybody below.
    reading = replace(reading, problems=tuple(found for found in reading.problems if found.code != NOBODY))
    if reading.problems or not _clients_alone(reading.manifests, known) or not _apart(reading, heads):
        return None
    accounts = [*reading.accounts, *(head.account for head in heads)]
    return replace(
        reading,
        accounts=tuple(sorted(accounts, key=lambda one: (not one.account.ref.is_office, one.account.ref))),
        stamps={**reading.stamps, **{name: file.stamp for name, file in same.items()}},
        unread={head.account.account.ref: head for head in heads},
    )


def _stamp(path: str) -> str:
    """The digest of a file's bytes; empty where it cannot be had."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path for each costs as much as opening it
            data, is_steady = read_once(file)
    except OSError:
        return ""
    return digest_of_bytes(data) if is_steady else ""


def _clients_alone(manifests: Manifests, known: Contents) -> bool:
    """Whether all that has a say in other clients stands in files that are as they were."""
    if manifests.client_sets or any(client.offboarding is not None for client in manifests.clients):
        return False
    office = () if manifests.office is None else (manifests.office,)
    return all(noun.source.file in known.others for noun in (*office, *manifests.profiles, *manifests.integrations))


def _apart(reading: Reading, heads: Iterable[Head]) -> bool:
    """Whether no two accounts are called or registered the same, and every selector chooses somebody."""
    accounts = [one.account for one in reading.accounts] + [head.account.account for head in heads]
    marks: set[object] = set()
    count = 0
    for account in accounts:
        own = (account.ref, account.identity.organization_number or None, account.identity.company_id)
        present = [mark for mark in own if mark is not None]
        marks.update(present)
        count += len(present)
    return len(marks) == count and all(
        profile.selector is None or _chooses(profile.selector.items(), accounts)
        for profile in reading.manifests.profiles
    )


def _chooses(selector: Iterable[tuple[str, str]], accounts: Iterable[Account]) -> bool:
    return any(not account.ref.is_office and matches(selector, account) for account in accounts)


def _contents(reading: Reading) -> Contents | None:
    """What the index is to hold; None where something was found, or clients stand for more than themselves."""
    manifests = reading.manifests
    if reading.problems or manifests.client_sets or any(client.offboarding for client in manifests.clients):
        return None
    office = () if manifests.office is None else (manifests.office,)
    mixed = {noun.source.file for noun in (*office, *manifests.profiles, *manifests.integrations)}
    documents: dict[AccountRef, str] = {client.account.ref: client.digest for client in manifests.clients}
    heads: dict[str, list[Head]] = {}
    for account in reading.accounts:
        ref, source = account.account.ref, account.source
        if ref.is_office or source is None or source.file in mixed or source.file not in reading.stamps:
            continue
        head = reading.unread.get(ref) or Head(replace(account, declared=()), documents[ref])
        heads.setdefault(source.file, []).append(head)
    clients = {name: FileOfClients(reading.stamps[name], tuple(found)) for name, found in heads.items()}
    return Contents(clients, {name: stamp for name, stamp in reading.stamps.items() if name not in clients})
