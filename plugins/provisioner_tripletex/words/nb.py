"""Arbeidsoppgaver på norsk bokmål: what a person is asked to do on the screen.

Promises: the same keys as `en.py`, each one sentence or two, with labels of the screen in «».
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORK: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Titles
        "module.create": "Aktiver «Integrasjoner» for {company}",
        "module.create-together": "Aktiver «Integrasjoner» for klienter",
        "module.update": "Se at «Integrasjoner» er aktivert for {company}",
        "module.delete": "Slå av «Integrasjoner» for {company}",
        "menu_activation.create": "Aktiver «{title}» for {company}",
        "menu_activation.update": "Se over aktiveringen av «{title}» hos {company}",
        "menu_activation.delete": "Deaktiver «{title}» hos {company}",
        "user_key.create": "Lag brukernøkkelen «{key_name}» for {title} hos {company}",
        "user_key.update": "Se over brukernøkkelen «{key_name}» hos {company}",
        "user_key.update-unnamed": "Se over brukernøkkelen for {title} hos {company}",
        "user_key.delete": "Slett brukernøkkelen «{key_name}» hos {company}",
        "user_key.delete-unnamed": "Slett brukernøkkelen for {title} hos {company}",
        "office_key.create": "Lag regnskapskontorets brukernøkkel «{key_name}» for {title}",
        "office_key.update": "Se over regnskapskontorets brukernøkkel «{key_name}»",
        "office_key.update-unnamed": "Se over regnskapskontorets brukernøkkel for {title}",
        "office_key.delete": "Slett regnskapskontorets brukernøkkel «{key_name}»",
        "office_key.delete-unnamed": "Slett regnskapskontorets brukernøkkel for {title}",
        "client_access.create": "Knytt {company} til kontorets nøkkel «{key_name}»",
        "client_access.create-unnamed": "Knytt {company} til kontorets nøkkel for {title}",
        "client_access.update-unnamed": "Endre tilgangen kontorets nøkkel for {title} har hos {company}",
        "client_access.delete-unnamed": "Fjern tilgangen kontorets nøkkel for {title} har hos {company}",
        "client_access.update": "Endre tilgangen «{key_name}» har hos {company}",
        "client_access.delete": "Fjern tilgangen «{key_name}» har hos {company}",
        "menu_activation.create-together": "Aktiver «{title}» for klienter",
        "client_access.create-together": "Knytt klienter til kontorets nøkkel «{key_name}»",
        "client_access.create-unnamed-together": "Knytt klienter til kontorets nøkkel for {title}",
        "client_access.update-together": "Endre tilgangen «{key_name}» har hos klienter",
        "client_access.update-unnamed-together": "Endre tilgangen kontorets nøkkel for {title} har hos klienter",
        "client_access.delete-together": "Fjern tilgangen «{key_name}» har hos klienter",
        "client_access.delete-unnamed-together": "Fjern tilgangen kontorets nøkkel for {title} har hos klienter",
        "client-together": "{company} (org.nr. {number})",
        "vendor_question.create": "Spør {vendor} hva {title} heter i Tripletex",
        "vendor_question.update": "Spør {vendor} hva {title} heter i Tripletex",
        "vendor_question.delete": "Det er ikke mer å spørre {vendor} om",
        "ask-vendor": (
            "Spør {vendor} om {title} virker med «Tilpasset oppsett», og hva som er nøyaktig «Applikasjonsnavn», med "
            "store og små bokstaver."
        ),
        "ask-vendor-note": "Noter hva de svarte, hvem det var, og når: det føres med navnet ditt.",
        "ask-vendor-write": (
            "Skriv det så i manifestet til {company}, under `{name}`: `applicationName:` i stedet for `ask-vendor`, "
            "med `confirmedByVendor:`. Neste plan lager nøkkelen."
        ),
        "check-vendor": "Er det leverandørens eget svar, skrevet nøyaktig slik de registrerte det?",
        # Where one stands
        "enter-client": "Logg inn i Tripletex som «Brukeradministrator», og velg {company} øverst (org.nr. {number}).",
        "enter-office": "Logg inn i Tripletex i regnskapskontorets egen konto, {company}, som «Brukeradministrator».",
        "enter-office-clients": (
            "Logg inn i Tripletex i regnskapskontorets egen konto, ikke klientens. "
            "Du må være «Brukeradministrator i klientkontoer»."
        ),
        "enter-each": (
            "Gjør dette for hver klient på listen under: logg inn i Tripletex som «Brukeradministrator», og velg "
            "klienten øverst."
        ),
        "enter-client-together": (
            "Logg inn i Tripletex i regnskapskontorets egen konto, som «Brukeradministrator i klientkontoer». Et "
            "kontor kan aktivere en tjeneste for mange klienter samtidig der; ingen offentlig side viser hvor. "
            "Finner du det, kryss av for klientene på listen under. Hvis ikke, velg hver av dem øverst, og gjør dette:"
        ),
        "office-account": "regnskapskontorets egen konto",
        "clients-below": "klientene på listen under",
        "check-company": "Står {company} med org.nr. {number} øverst på skjermen?",
        "check-office": "Står regnskapskontorets egen konto, {company}, øverst på skjermen?",
        "check-company-together": "Gjelder det klientene på listen under og ingen andre?",
        "check-clients": (
            "Står du i regnskapskontorets egen konto, og gjelder det {company} (org.nr. {number}) og ingen andre?"
        ),
        "check-clients-together": (
            "Står du i regnskapskontorets egen konto, og gjelder det klientene på listen under og ingen andre?"
        ),
        # The service
        "open-subscription": "Gå til «Selskap» > «Mitt abonnement».",
        "activate-module": (
            "Finn «Integrasjoner» og velg «Aktiver». Les vilkårene og prisen som står der, og godta dem. "
            "Står den allerede som aktivert, er alt i orden: svar at det er gjort."
        ),
        "module-shown": (
            "Se at «Integrasjoner» står som aktivert. Menyvalget «Integrasjoner» og fanen "
            "«API-tilgang» kommer frem da; "
            "det kan ta et øyeblikk."
        ),
        "module-shown-together": (
            "Aktiveres mange samtidig, går det videre av seg selv og kan ta en stund. Se hos hver av dem, under "
            "«Selskap» > «Mitt abonnement», at «Integrasjoner» står som aktivert før du krysser av under; kom tilbake "
            "for resten."
        ),
        "module-too-small-together": (
            "Utelat dem der «Integrasjoner» ikke finnes i listen: pakken er for liten, den må være Smart eller større. "
            "Svar for disse alene at skjermen ikke tillot det."
        ),
        "module-too-small": (
            "Finnes ikke «Integrasjoner» i listen, er pakken for liten: den må være Smart eller større. "
            "Svar da at skjermen ikke tillot det."
        ),
        "module-off": "Slå av «Integrasjoner». Alle nøkler og integrasjoner i kontoen slutter å virke.",
        # The menu
        "open-menu": "Velg «Integrasjoner» i menyen.",
        "search-menu": "Søk etter integrasjonen:",
        "choose-tile": (
            "Velg «{title}», og så «Aktiver». Står den allerede som aktivert, stopp her, svar «ikke gjort» og skriv "
            "`adopt: true` i manifestet."
        ),
        "copy-agreement": (
            "Les avtalen. Merk hele teksten under «Avtale», kopier den, og få den sammenlignet før du krysser av for "
            "noe: lim den inn der du blir spurt om den her, eller gi den til `provisioner work compare`."
        ),
        "copy-agreement-together": (
            "Les avtalen. Merk hele teksten under «Avtale», kopier den, og få den sammenlignet før du krysser av for "
            "noe: lim den inn der du blir spurt om den her, eller gi den til `provisioner work compare`. Én gang er "
            "nok for hele listen, så lenge den samme teksten står der for alle."
        ),
        "accept": (
            "Den godtas på vegne av {company} med fullmakten {authority}, og {accepted_by} står ansvarlig. Er det en "
            "annen tekst enn den som er godtatt før, så ikke kryss av: stopp, og svar at skjermen ikke tillot det. "
            "Ellers krysser du av for «Jeg godtar avtalen» og velger «Legg til»."
        ),
        "accept-together": (
            "Den godtas på vegne av hver av klientene med fullmakten {authority}, og {accepted_by} står ansvarlig. Er "
            "det en annen tekst enn den som er godtatt før, så ikke kryss av: stopp, og svar at skjermen ikke tillot "
            "det. Ellers krysser du av for «Jeg godtar avtalen» og velger «Legg til»."
        ),
        "accept-pinned": (
            "Den godtas på vegne av {company} med fullmakten {authority}. {accepted_by} har godkjent én tekst, med "
            "fingeravtrykket {agreement}. Er det en annen, så ikke kryss av: stopp, og svar at skjermen ikke tillot "
            "det. Ellers krysser du av for «Jeg godtar avtalen» og velger «Legg til»."
        ),
        "accept-pinned-together": (
            "Den godtas på vegne av hver av klientene med fullmakten {authority}. {accepted_by} har godkjent én tekst, "
            "med fingeravtrykket {agreement}. Er det en annen, så ikke kryss av: stopp, og svar at skjermen ikke "
            "tillot det. Ellers krysser du av for «Jeg godtar avtalen» og velger «Legg til»."
        ),
        "sent-on": (
            "Du sendes videre til leverandøren. Kopier adressen til siden du kommer til: blir ikke oppsettet ferdig "
            "med en gang, kan du trenge den. Gjør det ferdig om du har det som trengs; ellers står det igjen i "
            "`provisioner handoff list`."
        ),
        "paste-agreement": "Teksten under «Avtale», hele, slik du kopierte den før du krysset av:",
        "paste-onward": "Lim inn adressen du ble sendt videre til; den forsegles og vises ikke. Den kan utelates:",
        "deactivate": (
            "Finn «{title}» og velg «Deaktiver». Leverandøren mister tilgangen med det samme. Ligger valget et annet "
            "sted hos dere, bruk det; ingen offentlig side viser det."
        ),
        # Keys
        "open-employee": (
            "Gå til «Lønn» > «Ansatte» (eldre visning: «Selskap» > «Ansatte»), og åpne den ansatte med denne "
            "e-postadressen:"
        ),
        "open-contact": "Gå til «Kunde» > «Kontakter», og åpne kontakten med denne e-postadressen:",
        "open-contact-of": "Gå til «Kunde» > «Kontakter», og åpne kontakten hos {owner_of} med denne e-postadressen:",
        "open-api-access": (
            "Velg fanen «API-tilgang» (den kan ligge under «Mer»). Ser du den ikke, er ikke «Integrasjoner» aktivert, "
            "eller du er ikke «Brukeradministrator»."
        ),
        "look-first": (
            "Se i listen først: finnes det allerede en nøkkel med applikasjonen {application}, stopp her og svar "
            "«ikke gjort». To like nøkler er verre enn ingen. Skal den som finnes, brukes videre, skrives `adopt: "
            "true` i manifestet."
        ),
        "leave-old": "La den gamle nøkkelen stå. Den slettes først når leverandøren har tatt den nye i bruk.",
        "new-key": "Velg «Ny nøkkel».",
        "choose-application": "Søk etter integrasjonen og velg den i listen:",
        "choose-custom": "Velg «Tilpasset oppsett».",
        "type-application": (
            "Lim inn dette i «Applikasjonsnavn», nøyaktig slik det står. Store og små bokstaver "
            "teller, og feil navn "
            "oppdages først når leverandøren logger inn:"
        ),
        "permissions-all": "Velg «Alle tilganger».",
        "permissions-same-as-owner": "Velg «Gi brukernøkkelen denne brukerens tilganger».",
        "permissions-list": (
            "Velg «Bestem selv», og kryss av for nøyaktig disse {count}. Kan de ikke velges før nøkkelen er laget, "
            "åpne nøkkelen etterpå, kryss av for dem der og velg «Lagre endringer»."
        ),
        "right": "Kryss av for «{right}».",
        "tick-office": (
            "Kryss av for «Regnskapskontorets brukernøkkel». Uten krysset virker nøkkelen bare i kontorets egen konto."
        ),
        "name-key": "Skriv dette i «Gi nøkkelen navn»:",
        "create-key": "Velg «Opprett nøkkel».",
        "copy-key": (
            "Nøkkelen vises bare nå. Kopier verdien i «Brukernøkkel» (ikke «Brukernøkkel-ID») og lim den inn her; den "
            "vises ikke. Lukk vinduet i Tripletex først når nøkkelen er tatt imot."
        ),
        "find-key": "Finn nøkkelen med dette navnet:",
        "find-key-id": "Finn nøkkelen med denne «Brukernøkkel-ID» (navnet er «{key_name}»):",
        "find-key-id-unnamed": (
            "Finn nøkkelen med denne «Brukernøkkel-ID». Den fantes fra før, så vi vet ikke hva den heter på skjermen:"
        ),
        "find-key-unnamed": (
            "Finn nøkkelen til {owner} for applikasjonen under. Den fantes fra før, så vi vet ikke hva den heter på "
            "skjermen:"
        ),
        "not-that-one": "La nøkkelen «{name}» stå; det er ikke den det gjelder.",
        "several-unnamed": (
            "Er det da flere igjen for {application}, spør leverandøren hvilken de bruker. Er du fortsatt i tvil, la "
            "alle stå, svar «ikke gjort» og skriv hva de heter."
        ),
        "gone-already": "Har {owner} ingen nøkkel for {application}, er den allerede slettet: svar at det er gjort.",
        "not-that-id": "La nøkkelen med denne «Brukernøkkel-ID» stå; det er ikke den det gjelder:",
        "which-of-several": "Har flere nøkler samme navn, gjelder det den som ble laget først.",
        "delete-key": "Velg «Slett» og bekreft. Nøkkelen slutter å virke med det samme, og det kan ikke angres.",
        "delete-office-key": (
            "Velg «Slett» og bekreft. Nøkkelen slutter å virke hos alle klienter med det samme, og det kan ikke angres."
        ),
        # Clients and the office's keys
        "open-accesses": "Gå til «Klient» > «Tilganger».",
        "add-api-key": "Velg «Legg til API-nøkkel».",
        "choose-key": "Velg nøkkelen:",
        "choose-key-unnamed": (
            "Velg nøkkelen for applikasjonen under. Den fantes fra før, så vi vet ikke hva den heter på skjermen. Er "
            "det flere, spør den på kontoret som bruker den:"
        ),
        "choose-newest": "Velg nøkkelen. Har flere samme navn, er det den nyeste:",
        "choose-template": "Velg «Tilgangsmal»:",
        "choose-template-inferred": (
            "Velg «Tilgangsmal». Ordlyden kan være en annen hos dere; det er malen som API-et kaller {access}:"
        ),
        "tick-client": "Kryss av for klienten {company} (org.nr. {number}):",
        "tick-client-together": "Kryss av for hver av klientene på listen under.",
        "client-missing": (
            "Står ikke klienten i listen, har den ikke gitt kontoret rettigheter ennå: «Regnskap» > "
            "«Innstillinger» > «Regnskapsførers rettigheter» hos klienten. Svar da at skjermen ikke tillot det."
        ),
        "client-missing-together": (
            "Utelat dem som ikke står på skjermen: de har ikke gitt kontoret rettigheter ennå, «Regnskap» > "
            "«Innstillinger» > «Regnskapsførers rettigheter» hos klienten. Svar for disse alene at skjermen ikke "
            "tillot det."
        ),
        "save": "Velg «Lagre endringer».",
        "find-access": "Finn raden med klienten {company} (org.nr. {number}) og denne nøkkelen, og kryss av for den:",
        "find-access-unnamed": (
            "Finn raden med klienten {company} (org.nr. {number}) og nøkkelen for applikasjonen under, og kryss av for "
            "den. Nøkkelen fantes fra før, så vi vet ikke hva den heter på skjermen:"
        ),
        "find-access-together": (
            "Finn radene med denne nøkkelen, «{key_name}», og klientene på listen under, og kryss av for dem."
        ),
        "find-access-unnamed-together": (
            "Finn radene med nøkkelen for applikasjonen {application} og klientene på listen under, og kryss av for "
            "dem. Nøkkelen fantes fra før, så vi vet ikke hva den heter på skjermen."
        ),
        "remove-access": "Velg «Fjern tilgang», og lagre. Leverandøren når ikke lenger klienten gjennom nøkkelen.",
        # Whether a thing is there already
        "module.look": "Er «Integrasjoner» aktivert?",
        "menu_activation.look": "Er «{title}» aktivert?",
        "user_key.look": "Finnes det en brukernøkkel for {title}?",
        "office_key.look": "Har kontoret en nøkkel for {title}?",
        "client_access.look": "Er klienten knyttet til kontorets nøkkel for {title}?",
        "vendor_question.look": "Er leverandøren av {title} spurt?",
        "look-client": "Velg klienten øverst i Tripletex.",
        "look-office": "Logg inn i Tripletex i regnskapskontorets egen konto, ikke klientens.",
        "look-module": "Står «Integrasjoner» som aktivert?",
        "look-menu": "Søk etter «{title}». Står den som aktivert?",
        "look-person": (
            "Gå til «Lønn» > «Ansatte» (eldre visning: «Selskap» > «Ansatte»), åpne personen som står ved klienten på "
            "listen, og velg fanen «API-tilgang»."
        ),
        "look-contact": (
            "Gå til «Kunde» > «Kontakter», åpne personen som står ved klienten på listen, og velg fanen «API-tilgang»."
        ),
        "look-key": "Finnes det en nøkkel med applikasjonen {application}? Se hos andre også, om du kan.",
        "look-office-key": (
            "Finnes det en nøkkel med applikasjonen {application} som er «Regnskapskontorets brukernøkkel»?"
        ),
        "look-access": "Finnes det en rad med klienten og nøkkelen for {application}?",
        # What a person must look for when nobody knows how a step ended
        "as-wanted": "Se at dette stemmer, og rett det om nødvendig:",
        "pair": "{name}: {value}",
    }
)
