"""A plan as JSON, shaped like OpenTofu's, so that recipes written for it work.

Promises: the same view gives the same bytes; keys keep one order, lines end in LF; a sensitive value is never there;
`<`, `>` and `&` are escaped as in its model. Does not: round-trip; plans are saved by formats/plan_format.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange
from provisioner.model.plan import Action, Change, Check, CheckStatus, Reason
from provisioner.model.plan_view import AccountView, PlanView, RowView, TaskView, Totals, ValueKind, ValueView
from provisioner.model.values import Attributes, FrozenMap, SecretRef, Unknown, Value
from provisioner.reports.attributes import holds_reference
from provisioner.reports.plain import CONTROL, utc

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
FORMAT_VERSION: Final = "1.0"

_ACTIONS: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.NO_OP: ("no-op",),
    Action.CREATE: ("create",),
    Action.UPDATE: ("update",),
    Action.DELETE_THEN_CREATE: ("delete", "create"),
    Action.CREATE_THEN_DELETE: ("create", "delete"),
    Action.DELETE: ("delete",),
    Action.ADOPT: ("no-op",),
    Action.FORGET: ("forget",),
    Action.HOLD: ("no-op",),
    Action.AWAIT: ("no-op",),
    Action.ASK: ("no-op",),
}
# As in the model: what a page could take for markup, and what no reader sees.
_ESCAPED: Final = re.compile(rf"(?!\n)(?:[<>&]|{CONTROL})")
# The words of the model's own `action_reason`; everything else stands in `reason`. What is ended because everything is
# to be taken away has none there either: its configuration is still there.
_TAINTED: Final = frozenset({Reason.TAINTED, Reason.SECRET_LOST})
_SEVERITIES: Final = {CheckStatus.PASSED: "pass", CheckStatus.FAILED: "fail", CheckStatus.NOT_CHECKABLE: "unknown"}


def render(view: PlanView) -> str:
    """The whole plan, unchanged resources included."""
    text = json.dumps(document(view), ensure_ascii=False, indent=2, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def document(view: PlanView) -> dict[str, Json]:
    """The same before it is written out."""
    rows = [row for account in view.accounts for row in account.rows]
    # An error stops the account it concerns; one that concerns none stops everything.
    stopped = any(found.severity is Severity.ERROR and found.concerns is None for found in view.diagnostics)
    drifted = [row for row in rows if row.drift or row.change.reason in (Reason.VANISHED, Reason.NEEDS_RECREATE)]
    return {
        "format_version": FORMAT_VERSION,
        "provisioner_version": view.engine_version,
        "project": view.project,
        "timestamp": utc(view.made_at),
        "digest": view.digest or None,
        "applyable": bool(view.totals.pending) and not stopped,
        "complete": not (view.totals.waiting or view.partial or view.errored),
        "errored": view.errored,
        "destroy": view.destroy,
        "partial": view.partial,
        **({"note": view.note} if view.note else {}),
        "summary": _totals(view.totals),
        "resource_changes": [_resource_change(row) for row in rows],
        "resource_drift": [_drift(row) for row in drifted],
        "checks": [_check(check) for check in view.checks],
        "guards": [_diagnostic(guard) for guard in view.guards],
        "diagnostics": [_diagnostic(found) for found in view.diagnostics],
        "accounts": [_account(account) for account in view.accounts],
        "unmanaged": [
            {"account": str(thing.account), "type": thing.kind, "label": thing.label}
            for account in view.accounts
            for thing in account.unmanaged
        ],
        "tasks": [_task(task) for task in view.tasks],
    }


def _totals(totals: Totals) -> dict[str, Json]:
    return {
        "add": totals.add,
        "change": totals.change,
        "remove": totals.destroy,
        "adopt": totals.adopt,
        "forget": totals.forget,
        "held": totals.held,
        "awaiting": totals.awaiting,
        "asked": totals.asked,
        "overlap": totals.overlap,
        "unchanged": totals.unchanged,
        "errors": totals.errors,
        "rename": totals.rename,
    }


def _place(address: Address) -> dict[str, Json]:
    return {
        "address": str(address),
        "account": str(address.account),
        "mode": "managed",
        "type": address.kind,
        "name": address.name,
    }


def _resource_change(row: RowView) -> dict[str, Json]:
    change = row.change
    made: dict[str, Json] = _place(change.address)
    made["generation"] = change.generation
    if change.deposed:
        made["deposed"] = f"{change.generation:08x}"
    made["change"] = _change(row)
    reason = _action_reason(change)
    if reason is not None:
        made["action_reason"] = reason
    made["status"] = change.action.value
    made["reason"] = change.reason.value
    made["integration"] = change.integration
    made["group"] = f"{change.address.kind}/{change.address.name}"
    made["driver"] = change.driver or None
    made["source"] = _source(change.source)
    made["origins"] = {name: _source(origin) for name, origin in sorted(change.origins)}
    made["depends_on"] = [str(address) for address in change.depends_on]
    made["waits_for"] = [str(address) for address in change.waits_for]
    made["since"] = utc(change.since) if change.since is not None else None
    made["intent"] = change.intent_id
    made["expires_on"] = change.expires_on.isoformat() if change.expires_on is not None else None
    made["live_known"] = change.live_known
    made["notes"] = [_diagnostic(note) for note in change.notes]
    return made


def _change(row: RowView) -> dict[str, Json]:
    change = row.change
    creates = change.action in (Action.CREATE, Action.AWAIT)
    ends = change.action in (Action.DELETE, Action.FORGET)
    before = None if creates else change.before
    after = None if ends else change.after
    if change.action is Action.NO_OP and not change.after:
        after = change.before
    if change.action is Action.ADOPT:
        before = change.before or change.after
    later: dict[str, Json] = {} if after is None else {name: True for name in after if _unknown(after[name])}
    if creates or change.action.replaces:
        later.update((shown.name, True) for shown in row.attributes if _is_later(shown.after))
    was = [name for name in row.sensitive if name in (before or ())]
    will_be = [name for name in row.sensitive if name in (after or ()) or name in later]
    made: dict[str, Json] = {
        "actions": list(_ACTIONS[change.action]),
        "before": _object(before, row.sensitive),
        "after": _object(after, (*row.sensitive, *later)),
        "after_unknown": dict(sorted(later.items())),
        "before_sensitive": False if before is None else dict.fromkeys(sorted(was), True),
        "after_sensitive": False if after is None else dict.fromkeys(sorted(will_be), True),
    }
    paths: list[Json] = [[view.name] for view in row.attributes if view.forces_replacement]
    if paths:
        made["replace_paths"] = paths
    if change.action is Action.ADOPT:
        made["importing"] = {"id": change.native_id}
    return made


def _is_later(value: ValueView | None) -> bool:
    """Whether a value that is shown does not exist yet."""
    return value is not None and value.kind in (ValueKind.UNKNOWN, ValueKind.SENSITIVE)


def _unknown(value: Value) -> bool:
    if isinstance(value, tuple):
        return any(_unknown(item) for item in value)
    if isinstance(value, FrozenMap):
        return any(_unknown(item) for item in value.values())
    return isinstance(value, Unknown)


def _object(values: Attributes | None, hidden: tuple[str, ...]) -> Json:
    """The attributes as an object; null where there is nothing. Hidden ones are left out."""
    if values is None:
        return None
    return {name: _json(values[name]) for name in sorted(values) if name not in hidden}


def _json(value: Value) -> Json:
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, FrozenMap):
        return {key: _json(value[key]) for key in sorted(value) if not holds_reference(value[key])}
    return None if isinstance(value, (Unknown, SecretRef)) else value


def _action_reason(change: Change) -> str | None:
    if change.action.replaces:
        if change.reason in _TAINTED:
            return "replace_because_tainted"
        asked = change.reason in (Reason.RECREATE_ASKED, Reason.ROTATION)
        return "replace_by_request" if asked else "replace_because_cannot_update"
    if change.action in (Action.DELETE, Action.FORGET) and change.reason is Reason.NOT_IN_MANIFEST:
        return "delete_because_no_resource_config"
    return None


def _drift(row: RowView) -> dict[str, Json]:
    change = row.change
    made: dict[str, Json] = _place(change.address)
    shown = [entry for entry in change.drift if entry.name not in row.sensitive]
    before = {entry.name: _json(entry.before) for entry in shown}
    after = {entry.name: _json(entry.after) for entry in shown}
    gone = not row.drift
    hidden: dict[str, Json] = dict.fromkeys(sorted(row.sensitive), True)
    made["change"] = {
        "actions": ["delete" if gone else "update"],
        "before": _object(change.before, row.sensitive) if gone else dict(sorted(before.items())),
        "after": None if gone else dict(sorted(after.items())),
        "after_unknown": {},
        "before_sensitive": hidden,
        "after_sensitive": False if gone else hidden,
    }
    return made


def _check(check: Check) -> dict[str, Json]:
    about = check.address or check.account
    return {
        "address": {"kind": "resource" if check.address else "account", "to_display": str(about)},
        "code": check.code,
        "status": _SEVERITIES[check.status],
        "problems": [{"message": _message(check.finding)}] if check.finding is not None else [],
    }


def _message(diagnostic: Diagnostic) -> str:
    text = diagnostic.text
    return " ".join(part for part in (text.summary, text.detail, text.hint) if part)


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Json]:
    return {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "summary": diagnostic.text.summary,
        "detail": diagnostic.text.detail,
        "hint": diagnostic.text.hint,
        "address": str(diagnostic.address) if diagnostic.address is not None else None,
        "account": _ref(diagnostic.concerns),
        "source": _source(diagnostic.source),
        "related": [_source(related) for related in diagnostic.related],
    }


def _ref(ref: AccountRef | None) -> str | None:
    return str(ref) if ref is not None else None


def _source(source: SourceRange | None) -> Json:
    return None if source is None else {"file": source.file, "line": source.line, "column": source.column}


def _account(account: AccountView) -> dict[str, Json]:
    identity = account.account.identity
    return {
        "account": str(account.ref),
        "display_name": account.account.display_name,
        "organization_number": identity.organization_number,
        "company_id": identity.company_id,
        "skipped": account.skipped,
        "moved_from": _ref(account.moved_from),
        "summary": _totals(account.totals),
    }


def _task(task: TaskView) -> dict[str, Json]:
    return {
        "kind": task.kind.value,
        "who": task.who,
        "what": task.what,
        "addresses": [str(address) for address in task.addresses],
    }
