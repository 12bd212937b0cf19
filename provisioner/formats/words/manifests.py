"""Words for what can be wrong with documents that are each well-formed."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


MANIFEST_WORDS = Vocabulary(
    {
        "missing-kind": _error(
            Text("The document does not say what it is.", hint="Begin it with `kind:`, one of {kinds}."),
            Text("Dokumentet sier ikke hva det er.", hint="Begynn det med `kind:`, en av {kinds}."),
        ),
        "unknown-kind": _error(
            Text("There is no kind of document called `{kind}`.", hint="{near}The kinds are {kinds}."),
            Text("Det finnes ingen dokumenttype `{kind}`.", hint="{near_nb}Typene er {kinds}."),
        ),
        "not-a-project": _error(
            Text(
                "This document is no usable project.", hint="Give it `kind: Project`, a name, a state and a provider."
            ),
            Text("Dette er ikke et brukbart prosjekt.", hint="Skriv `kind: Project` med navn, state og provider."),
        ),
        "second-project": _error(
            Text(
                "There is more than one project; the first is in {first}.",
                hint="Keep one `kind: Project`, in provisioner.yaml.",
            ),
            Text(
                "Det er mer enn ett prosjekt; det første står i {first}.",
                hint="Behold én `kind: Project`, i provisioner.yaml.",
            ),
        ),
        "second-office": _error(
            Text(
                "There is more than one office; the first is in {first}.",
                hint="Keep one. Whom the office works for is `kind: Client`.",
            ),
            Text(
                "Det er mer enn ett kontor; det første står i {first}.",
                hint="Behold ett. De kontoret arbeider for, er `kind: Client`.",
            ),
        ),
        "duplicate-name": _error(
            Text("There are two of kind {kind} called `{name}`; the first is in {first}.", hint="Rename one of them."),
            Text("Det er to av typen {kind} som heter `{name}`; den første står i {first}.", hint="Endre det ene."),
        ),
        "organization-number": _error(
            Text(
                "{number} is not a valid organisation number.",
                detail="It has nine digits, and the last is a check digit (modulus 11). Here are {count}.",
                hint="Look it up in Brønnøysundregistrene. A digit may be wrong or two may have changed places.",
            ),
            Text(
                "{number} er ikke et gyldig organisasjonsnummer.",
                detail="Et slikt har ni sifre, og det siste er kontrollsiffer (modulus 11). Her er {count}.",
                hint="Slå det opp i Brønnøysundregistrene. Et siffer kan være feil, eller to ha byttet plass.",
            ),
        ),
        "reserved-name": _error(
            Text(
                "`{name}` cannot be used as a name: Windows keeps it for itself.",
                hint="Files are named after it. Add something, such as `{name}-as`.",
            ),
            Text(
                "`{name}` kan ikke være navn: Windows holder det for seg selv.",
                hint="Filer får navn etter det. Legg til noe, som `{name}-as`.",
            ),
        ),
        "invalid-name": _error(
            Text("The document has no usable name.", hint="Lower case letters, digits and hyphens."),
            Text("Dokumentet har ikke noe brukbart navn.", hint="Små bokstaver, sifre og bindestreker."),
        ),
        "credential-not-a-reference": _error(
            Text(
                "`{key}` must say where the secret is, not hold it.",
                detail="What stands in a manifest ends up in git and in pull requests. It is not repeated here.",
                hint="Write `env:NAME` or `file:PATH`. If the secret was real and has been shared, have it replaced.",
            ),
            Text(
                "`{key}` skal si hvor hemmeligheten er, ikke inneholde den.",
                detail="Det som står i et manifest, havner i git, i planer og i pull requests. Det gjentas ikke her.",
                hint="Skriv `env:NAVN` eller `file:STI`. Er hemmeligheten ekte og delt, må den byttes.",
            ),
        ),
        "recipient-not-public": _error(
            Text(
                "`{name}` is given as a private identity; only public keys belong here.",
                detail="Whoever has the identity can open every sealed key. It is not repeated here.",
                hint="Write the line that begins with `age1`. Treat the identity as lost and make a new one.",
            ),
            Text(
                "`{name}` er oppgitt med en privat identitet; bare offentlige nøkler hører hjemme her.",
                detail="Den som har identiteten, kan åpne alle forseglede nøkler. Den gjentas ikke her.",
                hint="Skriv linjen som begynner med `age1`. Regn identiteten som tapt og lag en ny.",
            ),
        ),
        "recipient-form": _error(
            Text(
                "The recipient `{name}` is not an age public key.",
                hint="Write one that begins with `age1`; `provisioner init` makes one, and so does `age-keygen`.",
            ),
            Text(
                "Mottakeren `{name}` er ikke en offentlig age-nøkkel.",
                hint="Skriv en som begynner med `age1`; `provisioner init` lager en, og det gjør `age-keygen` også.",
            ),
        ),
    }
)
