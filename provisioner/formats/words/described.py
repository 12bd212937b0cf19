"""What the schemas say of fields, in bokmål, for hints.

Promises: whatever a hint may repeat of the house's own schemas stands here (a test holds it). Does not: hold what a
provider of somebody else's says; of that a Norwegian hint leaves the sentence out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

IN_BOKMAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "One step a line.": "Ett steg per linje.",
        "The same steps in bokmål.": "De samme stegene på bokmål.",
        "Says that this is a client.": "Sier at dette er en klient.",
        "A label. The client itself is its company id, else its organisation number; renaming it is a move.": "Et "
        "navn til bruk her. Klienten selv er selskapets id, ellers organisasjonsnummeret; et nytt navn er en flytting.",
        "Says that this is a list of clients.": "Sier at dette er en liste med klienter.",
        "What the list is called. Where the rows are the office's own list, it is kept under this name.": "Hva listen "
        "heter. Er radene kontorets egen liste, blir den tatt vare på under dette navnet.",
        "A CSV file, a sheet of a workbook, a list written here, or the office's own list of clients.": "En CSV-fil, "
        "et ark i en arbeidsbok, en liste skrevet her, eller kontorets egen liste over klienter.",
        "What a row becomes: a client's fields as templates over `row`.": "Hva en rad blir til: feltene til en klient "
        "som maler over `row`.",
        "A label in addresses; `slug` makes one of any name.": "Et navn i adresser; `slug` lager et av hva som helst.",
        "A template that gives the cell's text.": "En mal som gir teksten i cellen.",
        "leaves: to another firm, or to itself. merged: into another company. closed: it is wound up.": "leaves: til "
        "et annet kontor, eller til seg selv. merged: inn i et annet selskap. closed: det avvikles.",
        "The last day on which the firm works there.": "Den siste dagen kontoret arbeider der.",
        "«Organisasjonsnummer»: nine digits, checked by modulus 11. Blanks are allowed.": "Ni sifre, kontrollert med "
        "modulus 11. Mellomrom er lov.",
        "The number Tripletex gives the company. It is the strongest mark of which company this is; left out, the "
        "organisation number decides.": "Nummeret Tripletex gir selskapet. Det er det sikreste merket på hvilket "
        "selskap det er; uten det avgjør organisasjonsnummeret.",
        "Says that this document is a catalogue entry.": "Sier at dette dokumentet er en katalogoppføring.",
        "Our own name for the integration, used under `integrations:` and in addresses. An entry with the name of a "
        "bundled one replaces it as a whole.": "Vårt eget navn på integrasjonen, brukt under `integrations:` og i "
        "adresser. En oppføring med samme navn som en medfølgende erstatter hele den.",
        "Project: the root. Office: the firm's own account. Client: one client. ClientSet: clients from a list. "
        "Profile: integrations for many clients. Integration: the firm's own catalogue entry.": "Project: roten. "
        "Office: kontorets egen konto. Client: én klient. ClientSet: klienter fra en liste. Profile: integrasjoner "
        "for mange klienter. Integration: kontorets egen katalogoppføring.",
        "Says that this is the office.": "Sier at dette er kontoret.",
        "The firm's name for itself.": "Kontorets navn på seg selv.",
        "Says that this is a profile.": "Sier at dette er en profil.",
        "Stands here once, for all documents of the project.": "Står her én gang, for alle dokumentene i prosjektet.",
        "Says that this is the project.": "Sier at dette er prosjektet.",
        "The firm's name for the project.": "Kontorets navn på prosjektet.",
        "Where it is remembered what was made. `sqlite:` is one machine's own; a team or a pipeline needs a shared "
        "one.": "Hvor det huskes hva som er laget. `sqlite:` er for én maskin; flere, eller en pipeline, trenger en "
        "som er delt.",
        "Which world things are set up in; one key.": "Hvilken verden ting settes opp i; én nøkkel.",
        "Where the other documents are, as patterns below this file's directory. `**` is any number of "
        "directories.": "Hvor de andre dokumentene er, som mønstre fra mappen til denne filen. `**` er et hvilket som "
        "helst antall mapper.",
        "How long earlier states can be looked at. Without it all are kept; the latest and the audit always are.": ""
        "Hvor lenge tidligere tilstander kan ses på. Uten den beholdes alle; den siste og revisjonssporet alltid.",
        "So are this many of each account's latest.": "Så mange av de siste i hver konto beholdes også.",
        "This many.": "Så mange.",
        "This share of what is managed, in per cent.": "Så stor del av det som forvaltes, i prosent.",
        "This share of the clients that are managed, in per cent.": "Så stor del av klientene vi har, i prosent.",
        "In order of preference. api: the REST API. web: a browser walks the screens. guided: a person does it, step "
        "by step. `provisioner doctor` says which can be added.": "I ønsket rekkefølge. api: REST-API-et. web: en "
        "nettleser går gjennom skjermbildene. guided: et menneske gjør det, steg for steg. `provisioner doctor` sier "
        "hvilke som kan legges til.",
        "Whose key it is. What the key may do is never more than what its owner may do.": "Hvem nøkkelen tilhører. "
        "Den kan aldri gjøre mer enn eieren kan.",
        "As the vendor says it.": "Slik leverandøren sier det.",
        "One line, without blanks at either end.": "Én linje, uten mellomrom i endene.",
    }
)
"""From the schema's sentence to ours."""
