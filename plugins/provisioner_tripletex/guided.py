"""The driver `guided`: a person does the step on the screen.

Promises: a work item holds every click in order, what to paste, and a question that keeps people out of the wrong
company; nothing in it is secret. Pure. Does not: ask, check an answer, or know what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from provisioner.model.plan import Step, StepAction
from provisioner.model.values import Attributes, FrozenMap, Value, attributes
from provisioner.model.work import WorkItem, WorkStep
from provisioner.spi.provider import StepRequest
from provisioner_tripletex.agreements import PINNED
from provisioner_tripletex.catalogue import Catalogue, IntegrationFacts
from provisioner_tripletex.entitlements import Entitlements
from provisioner_tripletex.kinds import (
    ACCESS,
    CONTACT,
    CUSTOM_SETUP,
    KEYS,
    MENU,
    MODULE,
    OFFICE_KEY,
    QUESTION,
    TEMPLATE_WORDS,
    USER_KEY,
    KeyReference,
    spaced,
)
from provisioner_tripletex.others import ids_of_others, names_of_others
from provisioner_tripletex.words import screen_words

_COURSE: Final = "https://www.tripletex.no/sertifisering-integrasjoner-13-2/"
_OFFICE_COURSE: Final = "https://www.tripletex.no/sertifisering-kapittel-3-4"
_HELP: Final = FrozenMap({MODULE: _COURSE, MENU: _COURSE, USER_KEY: _COURSE, OFFICE_KEY: _OFFICE_COURSE})
"""The vendor's own course, where the product has no page of its own."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What work items are written with."""

    language: str
    """Of the project."""
    entitlements: Entitlements
    """The known rights, to name an id."""
    catalogue: Catalogue
    """What products are called, and where their pages are."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One step, with everything its sentences need."""

    request: StepRequest
    """What is asked."""
    words: Mapping[str, str]
    """The sentences."""
    guide: Guide
    """The rest."""

    @property
    def step(self) -> Step:
        """What is to be done."""
        return self.request.step

    @property
    def at_office(self) -> bool:
        """Whether it is done in the office's own account."""
        return self.step.address.account.is_office or self.step.address.kind == ACCESS

    def text(self, name: str) -> str:
        """The attribute `name`, where it is a text."""
        value = self.step.attributes.get(name)
        return value if isinstance(value, str) else ""

    @property
    def title(self) -> str:
        """What the product is called; of a thing that was there before us only the catalogue can tell."""
        facts = self.facts
        return self.text("title") or (facts.title if facts is not None else self.step.address.name)

    @property
    def facts(self) -> IntegrationFacts | None:
        """What the catalogue knows of the product."""
        return self.guide.catalogue.find(self.step.integration or "")

    @property
    def application(self) -> str:
        """The application name of the key, or of the office's key that an access goes through."""
        facts = self.facts
        known = facts.application_name if facts is not None and self.step.address.kind == ACCESS else None
        return self.text("applicationName") or known or ""

    @property
    def unnamed(self) -> bool:
        """Whether it is about a key of which nobody told us what it is called on the screen."""
        if self.step.address.kind == ACCESS:
            # A key that we made has a reference; without one it was there before us. The manifest's name is a wish.
            return KeyReference.parse(self.step.attributes.get("key")) is None and bool(self.application)
        ends_or_changes = self.step.action is not StepAction.CREATE
        return self.step.address.kind in KEYS and ends_or_changes and not self.text("keyName")

    @property
    def key(self) -> KeyReference:
        """The key it is about: for an access the office's, as it was made."""
        reference = KeyReference.parse(self.step.attributes.get("key"))
        name = self.text("keyName") or self.text("officeKey")
        return reference or KeyReference(name, self.step.generation if self.step.address.kind != ACCESS else 1)

    def values(self) -> dict[str, object]:
        """For the placeholders of the sentences."""
        account = self.request.account
        return {
            "company": account.display_name,
            "number": spaced(account.identity.organization_number) or "–",
            "title": self.title,
            "key_name": self.key.name,
            "owner": self.text("owner"),
            "owner_of": self.text("ownerOf"),
            "application": self.application,
            "authority": self.text("authority") or "–",
            "vendor": self.text("vendor"),
            "name": self.step.address.name,
            "accepted_by": self.text("acceptedBy") or "–",
            "agreement": self.text(PINNED),
        }

    def say(self, code: str, **more: object) -> str:
        """A sentence."""
        return self.words[code].format_map({**self.values(), **more})

    def do(self, code: str, copy: str = "", **more: object) -> WorkStep:
        """A thing to do."""
        return WorkStep(self.say(code, **more), copy, self.together(code))

    def together(self, code: str) -> str:
        """The sentence as it reads above a tick list; empty where there is none, or no other words are needed."""
        shared = f"{code}-together"
        return self.say(shared) if shared in self.words and self.is_grouped else ""

    @property
    def activates(self) -> bool:
        """Whether an agreement is accepted."""
        return self.step.address.kind == MENU and self.step.action is StepAction.CREATE

    @property
    def is_grouped(self) -> bool:
        """Whether it is one piece of work for many clients: attaching them to a key, a service that they lack, and an
        integration that is activated on the same terms."""
        if self.step.address.kind in (MODULE, MENU):
            return self.step.action is StepAction.CREATE and not self.at_office
        return self.step.address.kind == ACCESS


def work_item(request: StepRequest, guide: Guide) -> WorkItem:
    """The step as a person is asked to do it."""
    job = _Job(request, screen_words(guide.language), guide)
    step, kind = request.step, request.step.address.kind
    page = job.facts.help_link if job.facts is not None else None
    title = f"{kind}.{step.action.value}{'-unnamed' if job.unnamed else ''}"
    return WorkItem(
        id=request.intent_id,
        address=step.address,
        action=step.action.value,
        title=job.say(title),
        account_name=job.words["office-account"] if kind == ACCESS else request.account.display_name,
        steps=tuple(_steps(job)),
        group=_group(job) if job.is_grouped else "",
        group_title=job.together(title),
        group_line=job.together("client"),
        group_check=job.together("check-clients" if kind == ACCESS else "check-company"),
        group_account=job.words["clients-below"] if job.is_grouped and kind in (MODULE, MENU) else "",
        asks_secret=kind in KEYS and step.action is StepAction.CREATE,
        may_paste=job.say("paste-onward") if job.activates else "",
        compares=job.say("paste-agreement") if job.activates else "",
        check=_check(job),
        help_url=page or _HELP.get(kind, _OFFICE_COURSE),
        facts=_facts(job),
    )


def _check(job: _Job) -> str:
    if job.step.address.kind == QUESTION:
        return job.say("check-vendor")
    company = "check-office" if job.at_office else "check-company"
    return job.say("check-clients" if job.step.address.kind == ACCESS else company)


def _group(job: _Job) -> str:
    """One tick list: the same service, the same integration on the same terms, or the same key, template and action."""
    if job.activates:
        terms = (job.text(name) for name in ("title", "acceptedBy", "authority", PINNED))
        return "/".join((MENU, job.step.action.value, *terms))
    if job.step.address.kind == MODULE:
        return f"{MODULE}/{job.step.action.value}/{job.text('name')}"
    return f"{ACCESS}/{job.step.action.value}/{job.key}/{job.text('access')}"


def _steps(job: _Job) -> Iterator[WorkStep]:
    kind, action = job.step.address.kind, job.step.action
    if kind == QUESTION:
        yield job.do("ask-vendor")
        yield job.do("ask-vendor-note")
        yield job.do("ask-vendor-write")
        return
    if kind == ACCESS:
        yield job.do("enter-office-clients")
        yield from _access_removal(job) if action is StepAction.DELETE else _attachment(job)
        return
    if kind == OFFICE_KEY:
        yield job.do("enter-office-clients")
    elif job.activates and job.is_grouped:
        yield replace(job.do("enter-client"), together=job.say("enter-each"))
    else:
        yield job.do("enter-office" if job.at_office else "enter-client")
    if action is StepAction.UPDATE:
        yield from _as_wanted(job)
    elif kind == MODULE:
        yield from _module(job)
    elif kind == MENU:
        yield from _menu(job)
    elif action is StepAction.DELETE:
        yield from _key_deletion(job)
    else:
        yield from _key_creation(job)


def _module(job: _Job) -> Iterator[WorkStep]:
    yield job.do("open-subscription")
    if job.step.action is StepAction.DELETE:
        yield job.do("module-off")
        return
    yield job.do("activate-module")
    yield job.do("module-shown")
    yield job.do("module-too-small")


def _menu(job: _Job) -> Iterator[WorkStep]:
    yield job.do("open-menu")
    yield job.do("search-menu", job.text("search") or job.text("title"))
    if job.step.action is StepAction.DELETE:
        yield job.do("deactivate")
        return
    yield job.do("choose-tile")
    yield job.do("copy-agreement")
    yield job.do("accept-pinned" if job.text(PINNED) else "accept")
    yield job.do("sent-on")


def _api_access(job: _Job) -> Iterator[WorkStep]:
    if job.text("ownerKind") == CONTACT:
        yield job.do("open-contact-of" if job.text("ownerOf") else "open-contact", job.text("owner"))
    else:
        yield job.do("open-employee", job.text("owner"))
    yield job.do("open-api-access")


def _key_creation(job: _Job) -> Iterator[WorkStep]:
    office = job.step.address.kind == OFFICE_KEY
    yield from _api_access(job)
    yield job.do("leave-old" if job.step.replaces else "look-first")
    yield job.do("new-key")
    if job.text("setup") == CUSTOM_SETUP:
        yield job.do("choose-custom")
        yield from _permissions(job, job.step.attributes.get("permissions"))
        yield job.do("type-application", job.text("applicationName"))
    else:
        yield job.do("choose-application", job.text("title"))
    if office:
        yield job.do("tick-office")
    yield job.do("name-key", job.text("keyName"))
    yield job.do("create-key")
    yield job.do("copy-key")


def _permissions(job: _Job, permissions: Value) -> Iterator[WorkStep]:
    if isinstance(permissions, tuple):
        yield job.do("permissions-list", count=len(permissions))
        for right in permissions:
            yield job.do("right", right=_right_words(job, right))
    else:
        yield job.do("permissions-all" if permissions == "all" else "permissions-same-as-owner")


def _right_words(job: _Job, right: Value) -> str:
    known = job.guide.entitlements.get(right) if isinstance(right, (int, str)) else None
    return f"{known.name} ({known.id})" if known is not None else str(right)


def _key_id(job: _Job) -> str:
    known = job.step.attributes.get("keyId") or job.step.native_id
    return str(known) if known else ""


def _key_deletion(job: _Job) -> Iterator[WorkStep]:
    yield from _find_key(job)
    yield job.do("gone-already")
    yield job.do("delete-office-key" if job.step.address.kind == OFFICE_KEY else "delete-key")


def _find_key(job: _Job) -> Iterator[WorkStep]:
    """By its id where we know it, else by its name, else by what is certain of it: whose it is and what for."""
    yield from _api_access(job)
    key_id = _key_id(job)
    if key_id:
        yield job.do("find-key-id-unnamed" if job.unnamed else "find-key-id", key_id)
    elif job.unnamed:
        yield job.do("find-key-unnamed", job.text("applicationName"))
        for name in names_of_others(job.step, job.request.prior):
            yield job.do("not-that-one", name=name)
        yield job.do("several-unnamed")
    else:
        yield job.do("find-key", job.text("keyName"))
        for number in ids_of_others(job.step, job.request.prior):
            yield job.do("not-that-id", number)
        yield job.do("which-of-several")


def _attachment(job: _Job) -> Iterator[WorkStep]:
    yield job.do("open-accesses")
    yield job.do("add-api-key")
    if job.unnamed:
        yield job.do("choose-key-unnamed", job.application)
    else:
        yield job.do("choose-newest" if job.key.generation > 1 else "choose-key", job.key.name)
    access = job.text("access")
    certain = access == "ALL_PRIVILEGES"
    words = "choose-template" if certain else "choose-template-inferred"
    yield job.do(words, TEMPLATE_WORDS.get(access, access), access=access)
    yield job.do("tick-client", job.request.account.display_name)
    yield job.do("client-missing")
    yield job.do("save")


def _access_removal(job: _Job) -> Iterator[WorkStep]:
    yield job.do("open-accesses")
    if job.unnamed:
        yield job.do("find-access-unnamed", job.application)
    else:
        yield job.do("find-access", job.key.name)
    yield job.do("remove-access")


def _as_wanted(job: _Job) -> Iterator[WorkStep]:
    if job.step.address.kind in KEYS:
        yield from _find_key(job)
    yield job.do("as-wanted")
    for name, value in job.step.attributes.items():
        if isinstance(value, (str, int)):
            yield job.do("pair", name=name, value=value)


def _facts(job: _Job) -> Attributes:
    """The same for machines. Names are those of the screen's fields, not of our own attributes."""
    account, step = job.request.account, job.step
    facts: dict[str, object] = {
        "kind": step.address.kind,
        "company": account.display_name,
        "organization_number": account.identity.organization_number,
        "company_id": account.identity.company_id,
        "office": job.at_office,
        "generation": step.generation,
    }
    if step.address.kind in KEYS:
        facts |= {
            "owner_email": job.text("owner"),
            "owner_kind": job.text("ownerKind") or "employee",
            "owner_of": job.text("ownerOf") or None,
            "application_name": job.text("applicationName"),
            "integration_title": job.title,
            "custom": job.text("setup") == CUSTOM_SETUP,
            "permissions": step.attributes.get("permissions"),
            "key_name": job.text("keyName") or None,
            "other_key_names": names_of_others(job.step, job.request.prior) if job.unnamed else None,
            "other_key_ids": None if _key_id(job) else ids_of_others(job.step, job.request.prior),
            "key_id": _key_id(job) or None,
        }
    elif step.address.kind == MENU:
        facts |= {"integration_title": job.text("title"), "search": job.text("search")}
        facts |= {PINNED: job.text(PINNED) or None}
    elif step.address.kind == ACCESS:
        facts |= {
            "office_key": job.text("officeKey"),
            "office_key_name": None if job.unnamed else job.key.name,
            "office_key_application": job.application or None,
            "office_key_generation": job.key.generation,
            "template": job.text("access"),
        }
    elif step.address.kind == QUESTION:
        facts |= {"vendor": job.text("vendor"), "integration_title": job.title}
    else:
        facts |= {"module": job.text("name")}
    return attributes(**facts)
