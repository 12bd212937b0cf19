"""Made-up clients with slips in them: what people get wrong, and what they write in another way and get right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from benchmarks.fleet import Fleet, files

Texts = dict[str, str]


@dataclass(frozen=True)
class Slip:
    """One change of a client's text."""

    before: str
    """What is replaced, once; `$` stands for the text's end."""
    after: str
    """By what."""

    def made(self, text: str) -> str:
        """The text with it."""
        if self.before == "$":
            return text + self.after
        return text.replace(self.before, self.after, 1)


KEY = "{method: user-key, owner: {employee: LEDER}, validFor: 365d}"
SLIPS = tuple(
    Slip(*pair)
    for pair in (
        ("displayName:", "displayname:"),
        ("displayName: ", "displayName: 12 # "),
        ("displayName: ", "displayName: true # "),
        ("displayName: ", "displayName: Bjørns Café & Sønn # "),
        ("displayName: ", "displayName: 'Enkelt' # "),
        ("displayName: ", 'displayName: "To: { ord }" # '),
        ("displayName: ", 'displayName: "{{ vars.manager }}" # '),
        ("displayName: ", "displayName: >\n  Flere\n  ord\nvars: {x: "),
        ("displayName: ", "displayName: Mange\n  "),
        ("name: klient-", "name: Klient-"),
        ("name: klient-0", "name: con # "),
        ("name: ", "companyId: 12\nname: "),
        ("name: ", "companyId: 12.5\nname: "),
        ("name: ", "# en merknad\nname: "),
        ("name: ", "\nname: "),
        ("name: ", "name: a\nname: "),
        ("organizationNumber: ", "organizationNumber: 1"),
        ("organizationNumber: 310 ", "organizationNumber: 310"),
        ("organizationNumber: ", 'organizationNumber: "310 000 019" # '),
        ("labels: {bransje: ", "labels: {bransje: x"),
        ("labels: {bransje: ", "labels: {bransje: 12, gren: "),
        ("labels: ", "labels: [a, b] # "),
        ("profiles: [felles]", "profiles: [feles]"),
        ("profiles: [felles]", "profiles: []"),
        ("profiles: [felles]", "profiles:\n  - felles"),
        ("profiles: [felles]", "profiles: [felles, felles]"),
        ("profiles: [felles]", "profiles: [felles, handel]"),
        ("profiles: [felles]", "profiles: [felles]\nwithout: [huma]"),
        ("profiles: [felles]", "profiles: [felles]\nwithout: [huma, nobody]"),
        ("profiles: [felles]", "profiles: [felles]\nwithout: [busy, zapier]"),
        ("vars: ", "vars: {manager: {a: b}} # "),
        ("vars: ", "vars: {manager: leder} # "),
        ("vars: ", "vars: {manager: 12} # "),
        ("vars: ", 'vars: {manager: "{{ client.name }}@x.example"} # '),
        ("vars: ", "vars:\n  manager: Leder@KUNDE.example # "),
        ("vars: ", "vars: {sjef: "),
        ("vars: ", "offboarding: {reason: leaves, lastDay: 2027-01-31}\nvars: "),
        ("vars: ", "offboarding: {reason: merged, lastDay: 2027-01-31, into: klient-000001}\nvars: "),
        ("vars: ", "offboarding: {reason: merged, lastDay: 2027-01-31, into: klient-000099}\nvars: "),
        ("integrations:\n", "integrations:\n\n  # en merknad\n"),
        ("integrations:\n", "integrations: # en merknad\n"),
        ("integrations:\n", "integrations:\n  zettle:\n"),
        ("integrations:\n", "integrations:\n  zettle: {}\n"),
        ("integrations:\n", "integrations:\n  shopify-connectmyapps: {method: user-key}\n"),
        ("integrations:\n", "integrations:\n  finnes-ikke: " + KEY + "\n"),
        ("integrations:\n", "integrations:\n  gripr-2: {integration: gripr, " + KEY[1:] + "\n"),
        (
            "integrations:\n",
            "integrations:\n  gripr-2: {integration: gripr, method: user-key, owner: {contact: a@b.c}}\n",
        ),
        ("integrations:\n", "integrations:\n  huma:\n    validFor: 30d\n    rotateBefore: 40d\n"),
        ("integrations:\n", "integrations:\n  huma:\n    keyName: Noe annet\n"),
        ("integrations:\n", "integrations:\n  huma:\n    keyName: 2027\n"),
        ("integrations:\n", "integrations:\n  huma: {keyName: {exact: Huma}}\n"),
        (
            "integrations:\n",
            'integrations:\n  huma: {keyName: "{{ client.displayName }} hos {{ office.displayName }}"}\n',
        ),
        ("integrations:\n", 'integrations:\n  huma: {keyName: "{{ client.displayName | upper }}"}\n'),
        ("integrations:\n", 'integrations:\n  huma: {keyName: "{{ client.nothing }}"}\n'),
        ("integrations:\n", 'integrations:\n  huma: {note: "{{ vars.manager }}"}\n'),
        ("integrations:\n", 'integrations:\n  huma: {owner: {employee: "{{ client.name }}@b.example"}}\n'),
        ("integrations:\n", 'integrations:\n  huma: {owner: {employee: "{{ client.name }}"}}\n'),
        ("integrations:\n", "integrations:\n  huma: {owner: {contact: a@b.example}}\n"),
        ("integrations:\n", "integrations:\n  huma: {expires: 2031-01-01, validFor: null}\n"),
        ("integrations:\n", "integrations:\n  huma: {expires: 2020-01-01}\n"),
        ("integrations:\n", "integrations:\n  kredin: {officeKey: kredin}\n"),
        ("integrations:\n", "integrations:\n  kredin: {officeKey: visma-finale}\n"),
        ("integrations:\n", "integrations:\n  kredin: {access: ALL}\n"),
        ("integrations:\n", "integrations:\n  &a huma: {note: x}\n"),
        ("integrations:\n", "integrations:\n  huma: &a {note: x}\n"),
        ("integrations:\n", "integrations:\n  huma: {note: x\n"),
        ("integrations:\n", "integrations:\n  huma: {note: x\n  }\n"),
        ("integrations:\n", "integrations: {}\nvars2:\n"),
        ("integrations:\n", "labels2: {a: b,\nintegrations:\n"),
        ("integrations:\n", "integrations:\n   "),
        ("  gripr:", "  huma: {note: x}\n  huma: {note: y}\n  gripr:"),
        ("gripr: {method: user-key", "gripr: {method: custom-key"),
        ("gripr: {method: user-key", "gripr: {method: brukernøkkel"),
        ("gripr: {method: user-key", "gripr: {permissions: [12, Prosjekt], method: user-key"),
        ("validFor: 365d}", "validFor: 365d, adopt: true}"),
        ("validFor: 365d}", "validFor: 365d, adopt: yes}"),
        ("validFor: 365d}", "validFor: 1y}"),
        ("validFor: 365d}", "validFor: 50d, rotateBefore: 60d}"),
        ("validFor: 365d}", "validFor: 365d, rotateBefore: 200d}"),
        ("validFor: 365d}", "validFor: 365d, handoff: {channel: portal}}"),
        ("validFor: 365d}", "validFor: 365d }"),
        ("validFor: 365d}", "validFor: '365d'}"),
        (", validFor: 365d}", "}"),
        (" {method:", " {\tmethod:"),
        ("owner: {employee: ", "owner: {employee: x"),
        ("@klient", "@"),
        ("@klient", " at klient"),
        (".example}", ".example, of: Kunde AS}"),
        ("$", "---\n"),
        ("$", "...\n"),
        ("$", "without: [svenn]\n"),
        ("$", "without:\n- svenn\n"),
        ("$", "---\nkind: Client\nname: en-til\norganizationNumber: 987654325\n"),
        ("$", "---\nkind: Profile\nname: sen\nselector: {bransje: bygg}\nintegrations: {zettle: {}}\n"),
        ("$", "---\nkind: Profile\nname: sen\nselector: {bransje: ingen}\n"),
        ("$", "---\nkind: Integration\nname: huma\nvendor: Vi\nmethods: []\n"),
        ("$", "---\nkind: Office\nname: til\n"),
        ("$", "\r\n"),
        ("$", "\x07"),
        ("kind: Client\n", "---\nkind: Client\n"),
        ("kind: Client\n", "%YAML 1.2\n---\nkind: Client\n"),
        ("kind: Client\n", "kind: Clients\n"),
        ("kind: Client\n", ""),
    )
)


def of_clients(texts: Texts, change: Callable[[str], str]) -> Texts:
    """The same with every client's text changed."""
    return {name: change(text) if name.startswith("clients/") else text for name, text in texts.items()}


@st.composite
def firms(draw: st.DrawFn, smallest: int = 2, largest: int = 9) -> Texts:
    """A firm's files: some clients as they should be, some with slips."""
    count = draw(st.integers(smallest, largest))
    fleet = Fleet(count, 12, seed=draw(st.integers(1, 5)), per_file=draw(st.sampled_from((1, 1, 3))))
    texts = dict(files(fleet))
    names = sorted(name for name in texts if name.startswith("clients/"))
    for name in draw(st.lists(st.sampled_from(names), max_size=5)):
        for slip in draw(st.lists(st.sampled_from(SLIPS), min_size=1, max_size=2)):
            texts[name] = slip.made(texts[name])
    for slip in draw(st.lists(st.sampled_from(SLIPS), max_size=2)):  # one that everybody makes
        texts = of_clients(texts, slip.made)
    if draw(st.booleans()) and len(names) > 1:
        texts[names[-1]] = texts[names[-1]] + "---\n" + texts[names[0]]
    return texts
