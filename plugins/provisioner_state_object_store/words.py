"""What the state in an object store refuses, in English and Norwegian bokmål.

Promises: every code has both languages. Does not: hold what every backend refuses in the same words.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "another-state-there": _refusal(
            Text(
                "{account} has a state there already, and it is another.",
                hint="Nothing was changed. Look at both, and remove the one that is not wanted.",
            ),
            Text(
                "{account} har allerede en tilstand der, og det er en annen.",
                hint="Ingenting ble endret. Se på begge, og fjern den som ikke skal brukes.",
            ),
        ),
        "object-too-new": _refusal(
            Text(
                "The state object `{key}` has version {version}; this program understands up to {newest}.",
                hint="Use the newer version of provisioner that wrote it.",
            ),
            Text(
                "Tilstandsobjektet `{key}` har versjon {version}; dette programmet forstår versjoner til og "
                "med {newest}.",
                hint="Bruk den nyere versjonen av provisioner som skrev det.",
            ),
        ),
        "too-many-write": _refusal(
            Text("Too many write the state of {account} at once.", hint="Try again."),
            Text("For mange skriver tilstanden til {account} på en gang.", hint="Prøv igjen."),
        ),
        "write-refused": _refusal(
            Text("The store refuses to write `{key}`, and it is not there.", hint="Try again."),
            Text("Lageret nekter å skrive `{key}`, og den er der ikke.", hint="Prøv igjen."),
        ),
        "write-refused-alone": _refusal(
            Text(
                "The store refuses to write `{key}` though nobody else has written it.",
                hint="Try again; if it stays so, the store does not keep conditional writes.",
            ),
            Text(
                "Lageret nekter å skrive `{key}` selv om ingen andre har skrevet den.",
                hint="Prøv igjen; blir det ved, holder ikke lageret betingede skrivinger.",
            ),
        ),
        "no-endpoint": _refusal(
            Text(
                "The `{scheme}:` URL under `state:` has an endpoint that cannot be used.",
                hint="Write it as `https://HOST`; without TLS only a server on this very machine is spoken to.",
            ),
            Text(
                "`{scheme}:`-adressen under `state:` har et endepunkt som ikke kan brukes.",
                hint="Skriv det som `https://VERT`; uten TLS snakkes det bare med en tjener på denne maskinen.",
            ),
        ),
        "no-conditions": _refusal(
            Text(
                "`{name}` does not keep conditional writes: it ignores `{header}`.",
                detail="Two runs at a time would overwrite each other's state there, and nobody would notice.",
                hint="Use one that keeps them, such as Amazon S3, Azure Blob Storage or Google Cloud Storage, or "
                "a database.",
            ),
            Text(
                "`{name}` holder ikke betingede skrivinger: den overser `{header}`.",
                detail="To kjøringer på en gang ville skrevet over tilstanden for hverandre der, uten at noen "
                "merket det.",
                hint="Bruk en som holder dem, som Amazon S3, Azure Blob Storage eller Google Cloud Storage, eller "
                "en database.",
            ),
        ),
        "no-state-any-more": _refusal(
            Text("There is no state at `{name}` any more.", hint="Restore it, then try again."),
            Text("Det er ingen tilstand på `{name}` lenger.", hint="Hent den tilbake, og prøv igjen."),
        ),
        "no-state": _refusal(
            Text(
                "There is no state at `{name}`.",
                hint="Check bucket, prefix and region; restore it, or run `provisioner state init` if the firm is new.",
            ),
            Text(
                "Det er ingen tilstand på `{name}`.",
                hint="Sjekk bøtte, prefiks og region; hent den tilbake, eller kjør `provisioner state init` om "
                "firmaet er nytt.",
            ),
        ),
        "unreachable": _refusal(
            Text(
                "`{name}` cannot be reached.",
                hint="Check the network, the region and the credentials in the environment, then try again.",
            ),
            Text("`{name}` kan ikke nås.", hint="Sjekk nettet, regionen og påloggingen i miljøet, og prøv igjen."),
        ),
        "refused": _refusal(
            Text(
                "`{name}` refuses us.",
                detail="{detail}",
                hint="Check the credentials in the environment and what they may do: read, write, list and delete "
                "there.",
            ),
            Text(
                "`{name}` nekter oss.",
                detail="{detail}",
                hint="Sjekk påloggingen i miljøet og hva den har lov til: lese, skrive, liste og slette der.",
            ),
        ),
        "fails": _refusal(
            Text("`{name}` fails.", detail="{detail}", hint="Try again; if it stays so, ask who runs the store."),
            Text("`{name}` feiler.", detail="{detail}", hint="Prøv igjen; blir det ved, spør den som drifter lageret."),
        ),
        "extra-missing": _refusal(
            Text("A state in `{scheme}:` needs a package that is not installed.", hint="Install it: {pip}"),
            Text("En tilstand i `{scheme}:` trenger en pakke som ikke er installert.", hint="Installer den: {pip}"),
        ),
        "no-bucket": _refusal(
            Text(
                "`{name}` cannot be written: there is no such bucket or container.",
                hint="Create it, or correct `state:` in provisioner.yaml.",
            ),
            Text(
                "`{name}` kan ikke skrives: bøtten eller containeren finnes ikke.",
                hint="Lag den, eller rett `state:` i provisioner.yaml.",
            ),
        ),
        "object-no-json": _refusal(
            Text(
                "The state object `{key}` is damaged: it is no JSON.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det er ikke JSON.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-not-ours": _refusal(
            Text(
                "The state object `{key}` is damaged: it is no object of ours.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det er ikke et av våre objekter.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-of-another-account": _refusal(
            Text(
                "The state object `{key}` is damaged: it is another account's.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det tilhører en annen konto.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-incomplete": _refusal(
            Text(
                "The state object `{key}` is damaged: something is missing in it.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: noe mangler i det.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-of-another-program": _refusal(
            Text(
                "The state object `{key}` is damaged: it is another program's.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det tilhører et annet program.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-gone": _refusal(
            Text(
                "The state object `{key}` is damaged: it is gone.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det er borte.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-of-no-account": _refusal(
            Text(
                "The state object `{key}` is damaged: it has the name of no account.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det har ikke navnet til noen konto.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "object-changed": _refusal(
            Text(
                "The state object `{key}` is damaged: it is not what was written.",
                hint="Restore it: from an earlier version where the bucket keeps them, else from a copy.",
            ),
            Text(
                "Tilstandsobjektet `{key}` er skadet: det er ikke det som ble skrevet.",
                hint="Hent det tilbake: fra en tidligere versjon der bøtten tar vare på dem, ellers fra en kopi.",
            ),
        ),
        "url-unreadable": _refusal(
            Text("The `{scheme}:` URL under `state:` cannot be read.", hint="Write `{example}`."),
            Text("`{scheme}:`-adressen under `state:` kan ikke leses.", hint="Skriv `{example}`."),
        ),
        "url-holds-more": _refusal(
            Text(
                "The `{scheme}:` URL under `state:` holds more than a place.",
                detail="After `?` it may hold {allowed}; a user, a key or a token never stands in it.",
                hint="Write `{example}`. Credentials come from the environment, as each cloud's own tools find them.",
            ),
            Text(
                "`{scheme}:`-adressen under `state:` inneholder mer enn et sted.",
                detail="Etter `?` kan den ha {allowed_nb}; en bruker, en nøkkel eller et token står aldri i den.",
                hint="Skriv `{example}`. Påloggingen kommer fra miljøet, slik hver skytjenestes egne verktøy "
                "finner den.",
            ),
        ),
        "url-no-place": _refusal(
            Text("The `{scheme}:` URL under `state:` names no place.", hint="Write `{example}`."),
            Text("`{scheme}:`-adressen under `state:` nevner ikke noe sted.", hint="Skriv `{example}`."),
        ),
    }
)
"""What is refused, by its code."""
