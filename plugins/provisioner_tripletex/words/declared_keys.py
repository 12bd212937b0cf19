"""What can be wrong with a declared key: its owner, its rights, its time, and the office's keys; in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_OWNERS: Final = {
    "owner-missing": Phrase(
        _E,
        Text(
            "Whose key `{name}` is to be is not said.",
            "A key may do what its owner may do, and stops working when they leave.",
            "Write `owner: {{employee: per@firma.no}}` or `owner: {{contact: ola@kunde.no, of: Kunde AS}}`.",
        ),
        Text(
            "Det står ikke hvem som skal eie nøkkelen `{name}`.",
            "En nøkkel kan det eieren kan, og slutter å virke når eieren slutter.",
            "Skriv `owner: {{employee: per@firma.no}}` eller `owner: {{contact: ola@kunde.no, of: Kunde AS}}`.",
        ),
    ),
    "owner-both": Phrase(
        _E,
        Text("A key has one owner: an employee or a contact.", hint="Take one of the two away."),
        Text("En nøkkel har én eier: en ansatt eller en kontakt.", hint="Ta bort en av de to."),
    ),
    "owner-empty": Phrase(
        _E,
        Text("The owner is empty.", hint="Write `employee:` or `contact:` with an e-mail address."),
        Text("Eieren er tom.", hint="Skriv `employee:` eller `contact:` med en e-postadresse."),
    ),
    "owner-no-email": Phrase(
        _E,
        Text("`{written}` is no e-mail address.", hint="{near}Write the address they log in to Tripletex with."),
        Text("`{written}` er ingen e-postadresse.", hint="{near_nb}Skriv adressen de logger inn i Tripletex med."),
    ),
    "office-key-owner": Phrase(
        _E,
        Text("An office key is owned by an employee of the office.", hint="Write `owner: {{employee: …}}`."),
        Text("Kontorets nøkkel eies av en ansatt ved kontoret.", hint="Skriv `owner: {{employee: …}}`."),
    ),
    "permissions-missing": Phrase(
        _E,
        Text(
            "What the key `{name}` may do is not said.",
            "With «Tilpasset oppsett» it must be chosen.",
            "Write `permissions:` with `all`, `same-as-owner` or a list of rights.",
        ),
        Text(
            "Det står ikke hva nøkkelen `{name}` skal få gjøre.",
            "Med «Tilpasset oppsett» må det velges.",
            "Skriv `permissions:` med `all`, `same-as-owner` eller en liste over rettigheter.",
        ),
    ),
    "permissions-wrong": Phrase(
        _E,
        Text("There are no permissions `{written}`.", hint="Did you mean `{near}`? A list of rights is possible too."),
        Text(
            "Det finnes ingen tilganger som heter `{written}`.",
            hint="Mente du `{near}`? En liste over rettigheter går også.",
        ),
    ),
    "permissions-not-here": Phrase(
        _E,
        Text(
            "The permissions of a key for {title} come with the application and cannot be chosen.",
            hint="Leave `permissions` out, or use `method: custom-key` where the vendor supports it.",
        ),
        Text(
            "Tilgangene til en nøkkel for {title} følger med applikasjonen og kan ikke velges.",
            hint="Utelat `permissions`, eller bruk `method: custom-key` der leverandøren støtter det.",
        ),
    ),
    "right-unknown": Phrase(
        _W,
        Text(
            "`{right}` is not a right that is known here.",
            "It is shown as written to whoever ticks the rights.",
            "Write it exactly as on the screen, such as `{near}`.",
        ),
        Text(
            "`{right}` er ikke en rettighet som er kjent her.",
            "Den vises slik den er skrevet til den som krysser av for rettighetene.",
            "Skriv den nøyaktig som på skjermen, for eksempel `{near}`.",
        ),
    ),
}

_TIMES: Final = {
    "duration-wrong": Phrase(
        _E,
        Text("`{written}` is no length of time.", hint="Write `{field}: 365d`, in days (d) or weeks (w)."),
        Text("`{written}` er ingen varighet.", hint="Skriv `{field}: 365d`, i dager (d) eller uker (w)."),
    ),
    "expiry-twice": Phrase(
        _E,
        Text("Both `expires` and `validFor` are written.", hint="Keep one of them."),
        Text("Både `expires` og `validFor` er skrevet.", hint="Behold én av dem."),
    ),
    "rotate-without-expiry": Phrase(
        _E,
        Text("`rotateBefore` needs an expiry.", hint="Write `expires:` or `validFor:` too."),
        Text("`rotateBefore` trenger et utløp.", hint="Skriv også `expires:` eller `validFor:`."),
    ),
    "rotate-too-early": Phrase(
        _E,
        Text(
            "A key that lasts {days} days would be replaced {before} days before its end: at once, for ever.",
            hint="Make `rotateBefore` shorter than `validFor`.",
        ),
        Text(
            "En nøkkel som varer i {days} dager, ville blitt byttet {before} dager før utløp: straks, for alltid.",
            hint="Gjør `rotateBefore` kortere enn `validFor`.",
        ),
    ),
    "expires-wrong": Phrase(
        _E,
        Text("`{written}` is no date.", hint="Write `expires: 2027-12-31`."),
        Text("`{written}` er ingen dato.", hint="Skriv `expires: 2027-12-31`."),
    ),
    "expires-past": Phrase(
        _E,
        Text("The expiry {date} has passed.", "Today is {today}.", "Write a later date."),
        Text("Utløpsdatoen {date} er passert.", "I dag er det {today}.", "Skriv en senere dato."),
    ),
    "expires-today": Phrase(
        _E,
        Text("The expiry {date} is today.", "Tripletex wants a day after today.", "Write a later date."),
        Text("Utløpsdatoen {date} er i dag.", "Tripletex vil ha en dag etter i dag.", "Skriv en senere dato."),
    ),
    "expires-soon": Phrase(
        _W,
        Text("The key expires in {days} days, on {date}.", hint="Write a later date, so that it is replaced in time."),
        Text("Nøkkelen utløper om {days} dager, {date}.", hint="Skriv en senere dato, så den byttes i tide."),
    ),
    "expiry-is-a-reminder": Phrase(
        _I,
        Text(
            "{date} is our own reminder: a key made on the screen does not expire by itself.",
            "Only a key made by API carries its expiry in Tripletex.",
        ),
        Text(
            "{date} er vår egen påminnelse: en nøkkel laget på skjermen utløper ikke av seg selv.",
            "Bare en nøkkel laget med API bærer utløpet i Tripletex.",
        ),
    ),
}

_OFFICE: Final = {
    "office-key-forbidden": Phrase(
        _E,
        Text(
            "{title} does not take office keys.",
            "The vendor demands that each client has a key of its own.",
            "Use `method: user-key` with an owner at the client.",
        ),
        Text(
            "{title} tar ikke imot regnskapskontorets nøkkel.",
            "Leverandøren krever at hver klient har sin egen nøkkel.",
            "Bruk `method: user-key` med en eier hos klienten.",
        ),
    ),
    "office-key-unknown": Phrase(
        _W,
        Text(
            "Whether {title} takes office keys is not known.",
            hint="Ask the vendor before clients are attached, and write `confirmedByVendor:`.",
        ),
        Text(
            "Det er ikke kjent om {title} tar imot regnskapskontorets nøkkel.",
            hint="Spør leverandøren før klienter knyttes til, og skriv `confirmedByVendor:`.",
        ),
    ),
    "office-key-in-office": Phrase(
        _E,
        Text(
            "The office itself is not attached to an office key.",
            "Such a key reaches the clients and none of the office's own books.",
            "Declare the key under `officeKeys:`; for the office's own books use `method: user-key`.",
        ),
        Text(
            "Kontoret selv knyttes ikke til kontorets nøkkel.",
            "En slik nøkkel når klientene og ingenting i kontorets eget regnskap.",
            "Deklarer nøkkelen under `officeKeys:`; for kontorets eget regnskap bruk `method: user-key`.",
        ),
    ),
    "office-key-not-declared": Phrase(
        _E,
        Text(
            "The office declares no key for `{written}`.",
            "`method: office-key` only attaches the client; the key itself stands with the office.",
            "Write in the office's document, with who is to own the key: "
            "`officeKeys: {{{written}: {{owner: {{employee: WHO@FIRM}}}}}}`.",
        ),
        Text(
            "Kontoret har ikke deklarert noen nøkkel for `{written}`.",
            "`method: office-key` knytter bare klienten til; selve nøkkelen står hos kontoret.",
            "Skriv i kontorets dokument, med den som skal eie nøkkelen: "
            "`officeKeys: {{{written}: {{owner: {{employee: HVEM@FIRMA}}}}}}`.",
        ),
    ),
    "office-key-not-declared-near": Phrase(
        _E,
        Text("The office declares no key `{written}`.", hint="Did you mean `officeKey: {near}`?"),
        Text("Kontoret har ikke deklarert nøkkelen `{written}`.", hint="Mente du `officeKey: {near}`?"),
    ),
    "office-key-choose": Phrase(
        _E,
        Text("The office has several keys for {title}: {keys}.", hint="Write `officeKey:` with one of them."),
        Text("Kontoret har flere nøkler for {title}: {keys}.", hint="Skriv `officeKey:` med en av dem."),
    ),
    "office-key-of-another": Phrase(
        _E,
        Text("The office key `{key}` is for `{other}`, not for {title}.", hint="Name the right key in `officeKey:`."),
        Text(
            "Kontorets nøkkel `{key}` er for `{other}`, ikke for {title}.", hint="Skriv riktig nøkkel i `officeKey:`."
        ),
    ),
    "access-missing": Phrase(
        _E,
        Text(
            "What the office key may do at this client is not said.",
            hint="Write `access:` («Tilgangsmal») with one of {templates} …",
        ),
        Text(
            "Det står ikke hva kontorets nøkkel skal få gjøre hos denne klienten.",
            hint="Skriv `access:` («Tilgangsmal») med en av {templates} …",
        ),
    ),
    "access-wrong": Phrase(
        _E,
        Text("There is no access template `{written}`.", hint="Did you mean `{near}`?"),
        Text("Det finnes ingen tilgangsmal `{written}`.", hint="Mente du `{near}`?"),
    ),
}

DECLARED_KEYS: Final[Mapping[str, Phrase]] = MappingProxyType({**_OWNERS, **_TIMES, **_OFFICE})
