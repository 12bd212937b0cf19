"""What `simulate` says, in English and Norwegian bokmål; a part of the one table in words.py.

Promises and limits are that table's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SIMULATION: Final[Mapping[str, tuple[str, str]]] = {
    "simulate-begins": (
        "{count} runs of these manifests, in memory: no state, secret, world or network is touched.",
        "{count} kjøringer av disse manifestene, i minnet: ingen tilstand, hemmelighet, verden eller nett blir berørt.",
    ),
    "simulate-progress": (
        "{done} of {count} runs, {found} with findings",
        "{done} av {count} kjøringer, {found} med funn",
    ),
    "simulate-done": (
        "{runs} runs, {seams} places where something could go wrong, {faults} times something did.",
        "{runs} kjøringer, {seams} steder der noe kunne gå galt, {faults} ganger gikk noe galt.",
    ),
    "simulate-faults": ("What went wrong: {faults}", "Hva som gikk galt: {faults}"),
    "simulate-counts": (
        "Keys shown: {keys}. Calls that change the world: {calls}. Commits: {commits}.",
        "Nøkler vist: {keys}. Kall som endrer verden: {calls}. Lagringer: {commits}.",
    ),
    "simulate-holds": ("held in every run", "holdt i hver kjøring"),
    "simulate-broken": ("BROKEN in {count}", "BRUTT i {count}"),
    "simulate-finding": ("{invariant}: {what}", "{invariant}: {what}"),
    "simulate-replay": ("Run it again: {line}", "Kjør den på nytt: {line}"),
    "simulate-kept": ("Kept as {file}.", "Lagret som {file}."),
    "invariant-rules": (
        "every stored serial keeps the integrity rules",
        "hvert lagret løpenummer følger integritetsreglene",
    ),
    "invariant-convergence": (
        "it comes to rest: no changes, or a question whose true answer leads there",
        "det kommer til ro: ingen endringer, eller et spørsmål der det sanne svaret fører dit",
    ),
    "invariant-rest": (
        "nothing is left open: no intent, no deposit, no rescue file",
        "ingenting står åpent: ingen hensikt, ingen tilsidesatt nøkkel, ingen redningsfil",
    ),
    "invariant-stale-lease": ("nobody who is gone holds an account", "ingen som er borte, holder en konto"),
    "invariant-keys": (
        "no key is doubled or lost without a word: all that was made is recorded",
        "ingen nøkkel er doblet eller tapt i stillhet: alt som ble laget, er registrert",
    ),
    "invariant-secret-dropped": (
        "a process that was shown a key and lived has kept it",
        "en prosess som fikk se en nøkkel og levde videre, har tatt vare på den",
    ),
    "invariant-store": (
        "what is said to be held is held: the very key that is there",
        "det som sies å være lagret, er lagret: akkurat den nøkkelen som finnes",
    ),
    "invariant-world": ("what is recorded is there", "det som er registrert, finnes"),
    "invariant-once": ("no intent's call is made twice", "kallet til en hensikt gjøres aldri to ganger"),
    "invariant-intent": ("no call before its intent is durable", "intet kall før hensikten er lagret"),
    "invariant-fence": ("no write under a lease that has ended", "ingen skriving under en lås som er slutt"),
    "invariant-lease": ("no call that its lease does not outlive", "intet kall som låsen ikke varer lenger enn"),
    "invariant-audit": ("one audit record for each commit", "én revisjonspost for hver lagring"),
    "invariant-canary": (
        "no secret in the state, the audit, a plan, a report or an error",
        "ingen hemmelighet i tilstand, revisjon, plan, rapport eller feilmelding",
    ),
    "invariant-bug": ("no trace: every trouble is told in words", "ingen feilspor: alt som er galt, sies med ord"),
}
