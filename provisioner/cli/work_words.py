"""What the command line says to whoever takes on, gives back or answers work in a way that cannot be.

Promises: as words.py, whose table these are a part of. Does not: hold what runtime says of the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORK: Final[Mapping[str, tuple[str, str]]] = {
    "nothing-recorded": ("Nothing was recorded.", "Ingenting ble ført."),
    "said-nothing": ("What became of it?", "Hva ble det av det?"),
    "said-nothing-hint": ("Say one of {answers}.", "Svar med én av {answers}."),
    "said-no-note": ("Why was it refused?", "Hvorfor ble det avvist?"),
    "said-no-note-hint": ("Say with --note what stood on the screen.", "Si med --note hva som sto på skjermen."),
    "secret-with-done": ("--secret-stdin goes with --done.", "--secret-stdin brukes sammen med --done."),
    "secret-alone": ("--secret-stdin goes with one ID.", "--secret-stdin brukes med én ID."),
    "secret-alone-hint": (
        "Work that shows a key is always done alone.",
        "En oppgave som viser en nøkkel, gjøres alltid alene.",
    ),
    "secret-none": ("Standard input holds no key.", "Det kom ingen nøkkel inn."),
    "secret-unwanted": ("This work shows no key.", "Denne oppgaven viser ingen nøkkel."),
    "secret-unwanted-hint": (
        "Leave out --secret-stdin. Nothing was recorded.",
        "Utelat --secret-stdin. Ingenting ble ført.",
    ),
    "secret-nobody": (
        "This work shows a key, and nobody is there to paste it.",
        "Denne oppgaven viser en nøkkel, og ingen er der til å lime den inn.",
    ),
    "secret-nobody-hint": (
        "Add --secret-stdin and pipe the key in. Nothing was recorded.",
        "Legg til --secret-stdin og send nøkkelen inn. Ingenting ble ført.",
    ),
    "work-which": ("Which work?", "Hvilken oppgave?"),
    "work-which-hint": (
        "Give an ID from `provisioner work`, or a workbook with --from FILE.",
        "Oppgi en ID fra `provisioner work`, eller en arbeidsbok med --from FIL.",
    ),
    "work-from-alone": ("--from stands alone, or with --by.", "--from står alene, eller sammen med --by."),
    "work-from-alone-hint": (
        "What became of each stands in the workbook. Nothing was recorded.",
        "Hva det ble av hver enkelt, står i arbeidsboken. Ingenting ble ført.",
    ),
    "work-nothing-to-begin": ("Nothing of this is {name}'s to begin.", "Ingenting av dette er for {name} å ta."),
    "work-nothing-to-begin-hint": ("Ask them who have.", "Spør dem som har tatt det."),
    "work-nothing-to-answer": (
        "Nothing of this is {name}'s to answer.",
        "Ingenting av dette er for {name} å svare på.",
    ),
    "work-nothing-to-answer-hint": (
        "Say `provisioner work start ID --together` first, or each ID.",
        "Kjør `provisioner work start ID --together` først, eller oppgi hver ID.",
    ),
    "work-nothing-to-release": (
        "Nothing of this is {name}'s to give back.",
        "Ingenting av dette er for {name} å gi tilbake.",
    ),
    "work-nothing-to-release-hint": (
        "Say with --by who has taken it on. `provisioner work` shows it.",
        "Si med --by hvem som har tatt det. `provisioner work` viser det.",
    ),
    "compare-end": (
        "End with a line that holds only a full stop; that alone means that there is none.",
        "Avslutt med en linje med bare et punktum; det alene betyr at det ikke er noen.",
    ),
    "compare-again": ("paste", "lim inn"),
    "compare-stop": ("stop", "stopp"),
    "compare-anyway": ("accepted", "godtatt"),
    "compare-not": ("not compared", "ikke sammenlignet"),
    "compare-before": ("the same", "den samme"),
    "compare-ask-before": (
        "Does the same text stand here as for the last client on the list, or do you paste it anew?",
        "Står den samme teksten her som hos forrige klient på listen, eller limer du den inn på nytt?",
    ),
    "compare-whole-text": ("whole", "hele"),
    "compare-ask-whole": (
        "Is that the whole text, or do you paste it anew?",
        "Er det hele teksten, eller limer du den inn på nytt?",
    ),
    "compare-ask-other": (
        "Paste it anew, stop without accepting it, or was it accepted all the same?",
        "Lime den inn på nytt, stoppe uten å godta den, eller ble den godtatt likevel?",
    ),
    "compare-ask-missing": ("Paste it, or was it not compared?", "Lime den inn, eller ble den ikke sammenlignet?"),
    "compare-stops": (
        "Stop: do not tick it. Answer --refused, with the text in --agreement.",
        "Stopp: ikke kryss av. Svar --refused, med teksten i --agreement.",
    ),
    "returned-uncompared": (
        "{address}: taken over as it is there. Its agreement was compared with nothing, and no text is recorded.",
        "{address}: tatt over slik den er. Avtalen ble ikke sammenlignet med noe, og ingen tekst er ført.",
    ),
    "compare-unknown": ("No work is open under {named}.", "Ingen oppgave er åpen med {named}."),
    "compare-unknown-hint": ("`provisioner work` lists what is open.", "`provisioner work` viser hva som er åpent."),
    "compare-nothing": (
        "This work accepts no agreement, so there is nothing to compare.",
        "Denne oppgaven godtar ingen avtale, så det er ingenting å sammenligne.",
    ),
    "compare-nobody": (
        "There is no text to compare, and nobody is there to paste it.",
        "Det er ingen tekst å sammenligne, og ingen er der til å lime den inn.",
    ),
    "compare-nobody-hint": (
        "Say --from FILE, or --from - and pipe it in.",
        "Bruk --from FIL, eller --from - og send den inn.",
    ),
    "compare-unread": ("{file} cannot be read as a text.", "{file} kan ikke leses som en tekst."),
    "compare-unread-hint": (
        "Save what you copied as plain text (UTF-8). Nothing was recorded.",
        "Lagre det du kopierte som ren tekst (UTF-8). Ingenting ble ført.",
    ),
    "compare-none": (
        "What was given as the agreement's text is empty.",
        "Det som ble oppgitt som avtaletekst, er tomt.",
    ),
    "compare-long": (
        "What was given is too long for an agreement: {most} characters at most.",
        "Det som ble oppgitt, er for langt for en avtale: høyst {most} tegn.",
    ),
    "compare-absent": ("There is no file {file}.", "Det finnes ingen fil {file}."),
    "compare-whole": (
        "Say only one of --agreement and --not-compared, and --nevertheless only with --agreement.",
        "Bruk bare én av --agreement og --not-compared, og --nevertheless bare med --agreement.",
    ),
    "compare-pipes": (
        "Standard input holds one thing: the key's address or the agreement.",
        "Det kan bare komme én ting inn: adressen eller avtalen.",
    ),
    "release-unsaid": ("Was the last button pressed?", "Ble den siste knappen trykket på?"),
    "release-unsaid-hint": ("Say --not-pressed or --pressed.", "Svar --not-pressed eller --pressed."),
    "release-pressed": (
        "What may have been made is not given back: somebody would make it a second time.",
        "Det som kan være laget, gis ikke tilbake: noen ville laget det en gang til.",
    ),
    "release-pressed-hint": (
        "Say with `work complete {id}` what became of it. Nothing was recorded.",
        "Si med `work complete {id}` hva det ble av det. Ingenting ble ført.",
    ),
}
