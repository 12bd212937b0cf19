"""The documents that the language was designed with: accepted as they are, and understood."""

from __future__ import annotations

from provisioner.model.account import Identity
from provisioner.model.address import AccountRef
from provisioner.model.manifest import KeepSealed, ListKind, Section
from provisioner.model.values import SecretRef, plain, thaw
from tests.formats.reading import PROJECT, read

AGE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

FULL_PROJECT = f"""\
apiVersion: provisioner/v1
kind: Project
name: fjord-regnskap
language: nb                                   # what people approve and do is shown in Norwegian; en is the default
manifests: ["office.yaml", "profiles/*.yaml", "clients/**/*.yaml"]
state: sqlite:.provisioner/state.db            # one machine; a team or a pipeline: postgresql://…, azure://…, s3://…
secrets:
  recipients: {{kari: {AGE}, plattform: {AGE[:-1]}x}}  # keys are sealed to these the moment they are shown
  store: age:secrets                           # where keys are stored; or azkv://vault, vault://path, exec:…
  keepSealed: until-confirmed
provider:
  tripletex:
    endpoint: https://tripletex.no             # or https://api-test.tripletex.tech, simulator
    drivers: [guided]                          # in order of preference: api, web, guided
    credentials: {{consumerToken: env:TRIPLETEX_CONSUMER_TOKEN, officeEmployeeToken: env:OFFICE, officeKey: file:key}}
guardrails: {{maxDeletes: {{count: 5, percent: 10}}, requireExpiry: true}}
"""

OFFICE_AND_CLIENT = """\
kind: Office                                   # the accounting firm's own account, one per project
name: fjord-regnskap
organizationNumber: 314 286 014                # checked by modulus 11; spaces allowed
officeKeys:
  visma-finale:                                # one key that serves many clients
    owner: {employee: kari@fjord.example}
    keyName: {exact: Visma Finale}             # the vendor demands this very name
    validFor: 365d
    rotateBefore: 30d
---
kind: Client
name: nordlys-bakeri                           # a label; the client is its company id, else its organisation number
displayName: Nordlys Bakeri AS
organizationNumber: 312 345 676
labels: {bransje: handel, ring: canary}
profiles: [butikk]
integrations:
  visma-finale:
    method: office-key                         # the key itself stands with the office; this attaches the client to it
    access: STANDARD_PRIVILEGES_ACCOUNTANT
  huma:
    method: user-key                           # Ansatte|Kontakter -> API-tilgang -> Ny nøkkel
    owner: {employee: per@nordlys.example}     # or {contact: ola@kunde.example, of: Kunde AS}
    keyName: "Huma {{ client.displayName }}"
    expires: 2027-12-31
  kassa-pluss:
    method: custom-key                         # not in the list: "Tilpasset oppsett"
    applicationName: KassaPluss_Prod           # exactly the vendor's, capitals included; or `ask-vendor`
    confirmedByVendor: {by: support@kassapluss.example, on: 2026-11-20, note: sak 1182}
    permissions: same-as-owner                 # or all, or a list of the screen's words or entitlement ids
    owner: {employee: per@nordlys.example}
    expires: 2027-12-31
without: [shopify-connectmyapps]               # takes a profile's integration away
"""

PROFILE_AND_ENTRY = """\
kind: Profile                                  # a bundle; given to clients by name or by selector
name: butikk
selector: {bransje: handel}
integrations:
  shopify-connectmyapps:
    method: menu                               # Integrasjoner -> search -> Aktiver -> accept -> Legg til
    agreement: {acceptedBy: kari@fjord.example, authority: oppdragsavtale 2026-03}
---
kind: Integration                              # the firm's own catalogue entry, beside the bundled ones
name: kassa-pluss
vendor: Kassa Pluss AS
applicationName: KassaPluss_Prod
methods: [custom-key]
officeKey: forbidden                           # allowed, forbidden, unknown
handoff:
  channel: portal                              # or secure-message, phone
  url: https://kassapluss.example/koble/tripletex
  alsoNeeds: [ownerEmail, companyId]
  never: [email]
  steps: ["Lim inn nøkkelen under Innstillinger > Regnskap"]
"""

CLIENT_SET = """\
kind: ClientSet                                # clients from the list the firm already has
name: fra-klientlisten
from: {csv: klienter.csv, delimiter: ";"}
client:
  name: "{{ row.navn | slug }}"
  displayName: "{{ row.navn }}"
  organizationNumber: "{{ row.orgnr }}"
  labels: {bransje: "{{ row.bransje }}"}
  profiles: {split: "{{ row.profiler }}", on: ","}
"""

ALSO_RIGHT = """\
kind: Client
name: to-butikker
organizationNumber: 312345676
companyId: 20103
integrations:
  zettle: {}
  butikk-nord: {integration: shopify-connectmyapps, method: menu}
  huma:
    method: user-key
    owner: {contact: ola@kunde.example, of: Kunde AS}
    keyName: {exact: Huma}
    expires: "{{ vars.slutt }}"
    validFor: 52w
    adopt: true
    protect: true
    note: |
      Flere linjer.
      Helt greit.
  egen:
    method: custom-key
    applicationName: ask-vendor
    permissions: [Prosjekt > Prosjektinformasjon, 61]
    confirmedByVendor: {by: ola, on: "{{ vars.bekreftet }}"}
    source: https://leverandor.example/hjelp
    handoff: {channel: phone, never: [email]}
  finale: {method: office-key, officeKey: visma-finale}
vars: {slutt: 2027-12-31, bekreftet: 2026-11-20, noe: [1, {a: null}]}
"""


def test_the_project() -> None:
    reading = read(project=FULL_PROJECT)
    assert reading.diagnostics == ()
    project = reading.project
    assert project is not None
    assert (project.name, project.language, project.state) == ("fjord-regnskap", "nb", "sqlite:.provisioner/state.db")
    assert project.manifests == ("office.yaml", "profiles/*.yaml", "clients/**/*.yaml")
    assert [(one.name, one.public_key[:4], one.source.line) for one in project.secrets.recipients] == [
        ("kari", "age1", 8),
        ("plattform", "age1", 8),
    ]
    assert (project.secrets.store, project.secrets.keep_sealed) == ("age:secrets", KeepSealed.UNTIL_CONFIRMED)
    assert (project.guardrails.max_deletes_count, project.guardrails.max_deletes_percent) == (5, 10)
    assert project.guardrails.require_expiry
    assert project.provider.name == "tripletex"
    token = project.provider.settings.get("credentials", "consumerToken")
    assert token is not None
    assert token.value == SecretRef("env:TRIPLETEX_CONSUMER_TOKEN")
    assert token.origin is not None
    assert token.origin.line == 15
    assert project.digest.startswith("sha256:")


def test_a_project_with_only_what_it_must_have() -> None:
    project = read().project
    assert project is not None
    assert project.manifests == ("office.yaml", "profiles/*.yaml", "clients/**/*.yaml")
    assert (project.language, project.single_machine, project.secrets.recipients) == ("en", False, ())


def test_office_and_client() -> None:
    reading = read(OFFICE_AND_CLIENT)
    assert reading.diagnostics == ()
    assert reading.manifests is not None
    office, (client,) = reading.manifests.office, reading.manifests.clients
    assert office is not None
    assert (office.account.ref, office.account.display_name) == (AccountRef.office(), "fjord-regnskap")
    assert office.account.identity == Identity(organization_number="314286014")
    (key,) = office.office_keys
    assert (key.name, key.section, key.source.line, key.source.column) == ("visma-finale", Section.OFFICE_KEYS, 5, 3)
    assert client.account.ref == AccountRef.client("nordlys-bakeri")
    assert client.account.identity == Identity(organization_number="312345676")
    assert dict(client.account.labels) == {"bransje": "handel", "ring": "canary"}
    assert [one.name for one in client.integrations] == ["huma", "kassa-pluss", "visma-finale"]
    assert [(one.name, one.source.line) for one in client.profiles] == [("butikk", 16)]
    assert [(one.name, one.source.line) for one in client.without] == [("shopify-connectmyapps", 33)]
    confirmed = client.integrations[1].body.get("confirmedByVendor")
    assert confirmed is not None
    assert thaw(plain(confirmed)) == {"by": "support@kassapluss.example", "on": "2026-11-20", "note": "sak 1182"}


def test_profile_and_catalogue_entry() -> None:
    reading = read(PROFILE_AND_ENTRY)
    assert reading.diagnostics == ()
    assert reading.manifests is not None
    (profile,), (entry,) = reading.manifests.profiles, reading.manifests.integrations
    assert profile.selector is not None
    assert dict(profile.selector) == {"bransje": "handel"}
    assert [one.name for one in profile.integrations] == ["shopify-connectmyapps"]
    assert (entry.name, entry.body.text("vendor")) == ("kassa-pluss", "Kassa Pluss AS")


def test_a_list_of_clients() -> None:
    reading = read(CLIENT_SET)
    assert reading.diagnostics == ()
    assert reading.manifests is not None
    (client_set,) = reading.manifests.client_sets
    rows = client_set.rows
    assert (client_set.name, rows.kind, rows.file, rows.delimiter) == (
        "fra-klientlisten",
        ListKind.CSV,
        "klienter.csv",
        ";",
    )
    assert client_set.template.text("displayName") == "{{ row.navn }}"
    assert reading.manifests.clients == ()


def test_what_else_the_language_takes() -> None:
    reading = read(ALSO_RIGHT)
    assert reading.diagnostics == ()
    assert reading.manifests is not None
    (client,) = reading.manifests.clients
    assert client.account.identity == Identity(company_id=20103, organization_number="312345676")
    assert thaw(plain(client.vars)) == {"slutt": "2027-12-31", "bekreftet": "2026-11-20", "noe": [1, {"a": None}]}


def test_the_order_of_documents_and_files_changes_nothing() -> None:
    def digests(*texts: str) -> list[tuple[str, str]]:
        found = read(*texts).manifests
        assert found is not None
        clients = [(one.account.ref.name, one.digest) for one in found.clients]
        profiles = [(one.name, one.digest) for one in found.profiles]
        return [*clients, *profiles, *((one.name, one.digest) for one in found.integrations)]

    assert len(digests(OFFICE_AND_CLIENT, PROFILE_AND_ENTRY, ALSO_RIGHT)) == 4
    assert digests(ALSO_RIGHT, OFFICE_AND_CLIENT, PROFILE_AND_ENTRY) == digests(
        PROFILE_AND_ENTRY + "---\n" + ALSO_RIGHT, OFFICE_AND_CLIENT
    )
    assert read(PROJECT + "---\n" + OFFICE_AND_CLIENT.split("---")[0]).found() == [("second-project", 1, 1)]
    assert read(project=PROJECT + "---\n" + OFFICE_AND_CLIENT).diagnostics == ()
