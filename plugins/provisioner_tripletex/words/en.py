"""Work items in English: what a person is asked to do on the screen.

Promises: the same keys as `nb.py`, each one sentence or two. Labels stay Norwegian, as they are on the screen, in «».
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORK: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Titles
        "module.create": "Activate «Integrasjoner» for {company}",
        "module.create-together": "Activate «Integrasjoner» for clients",
        "module.update": "See that «Integrasjoner» is active for {company}",
        "module.delete": "Switch «Integrasjoner» off for {company}",
        "menu_activation.create": "Activate «{title}» for {company}",
        "menu_activation.update": "Look over the activation of «{title}» at {company}",
        "menu_activation.delete": "Deactivate «{title}» at {company}",
        "user_key.create": "Make the user key «{key_name}» for {title} at {company}",
        "user_key.update": "Look over the user key «{key_name}» at {company}",
        "user_key.update-unnamed": "Look over the user key for {title} at {company}",
        "user_key.delete": "Delete the user key «{key_name}» at {company}",
        "user_key.delete-unnamed": "Delete the user key for {title} at {company}",
        "office_key.create": "Make the office key «{key_name}» for {title}",
        "office_key.update": "Look over the office key «{key_name}»",
        "office_key.update-unnamed": "Look over the office key for {title}",
        "office_key.delete": "Delete the office key «{key_name}»",
        "office_key.delete-unnamed": "Delete the office key for {title}",
        "client_access.create": "Attach {company} to the office key «{key_name}»",
        "client_access.create-unnamed": "Attach {company} to the office key for {title}",
        "client_access.update-unnamed": "Change what the office key for {title} may do at {company}",
        "client_access.delete-unnamed": "Remove the access of the office key for {title} at {company}",
        "client_access.update": "Change what «{key_name}» may do at {company}",
        "client_access.delete": "Remove the access of «{key_name}» at {company}",
        "menu_activation.create-together": "Activate «{title}» for clients",
        "client_access.create-together": "Attach clients to the office key «{key_name}»",
        "client_access.create-unnamed-together": "Attach clients to the office key for {title}",
        "client_access.update-together": "Change what «{key_name}» may do at clients",
        "client_access.update-unnamed-together": "Change what the office key for {title} may do at clients",
        "client_access.delete-together": "Remove the access of «{key_name}» at clients",
        "client_access.delete-unnamed-together": "Remove the access of the office key for {title} at clients",
        "client-together": "{company} (org. {number})",
        "vendor_question.create": "Ask {vendor} what {title} is called in Tripletex",
        "vendor_question.update": "Ask {vendor} what {title} is called in Tripletex",
        "vendor_question.delete": "Nothing more is to be asked of {vendor}",
        "ask-vendor": (
            "Ask {vendor} whether {title} works with «Tilpasset oppsett», and for its exact «Applikasjonsnavn», "
            "capitals included."
        ),
        "ask-vendor-note": "Note what they answered, who it was, and when: it is recorded with your name.",
        "ask-vendor-write": (
            "Then write it in the manifest of {company}, under `{name}`: `applicationName:` in place of `ask-vendor`, "
            "with `confirmedByVendor:`. The next plan makes the key."
        ),
        "check-vendor": "Is it the vendor's own answer, spelt exactly as they registered it?",
        # Where one stands
        "enter-client": (
            "Log in to Tripletex as «Brukeradministrator», and choose {company} at the top (org. {number})."
        ),
        "enter-office": "Log in to Tripletex in the office's own account, {company}, as «Brukeradministrator».",
        "enter-office-clients": (
            "Log in to Tripletex in the office's own account, not the client's. "
            "You must be «Brukeradministrator i klientkontoer»."
        ),
        "enter-each": (
            "Do this for each client on the list below: log in to Tripletex as «Brukeradministrator», and choose the "
            "client at the top."
        ),
        "enter-client-together": (
            "Log in to Tripletex in the office's own account, as «Brukeradministrator i klientkontoer». An office can "
            "activate a service for many of its clients at once there; no public page shows where. If you find it, "
            "tick the clients on the list below. If not, choose each of them at the top, and do this:"
        ),
        "office-account": "the office's own account",
        "clients-below": "the clients on the list below",
        "check-company": "Does the top of the screen show {company}, org. {number}?",
        "check-office": "Does the top of the screen show the office's own account, {company}?",
        "check-company-together": "Is it about the clients on the list below and nobody else?",
        "check-clients": (
            "Are you in the office's own account, and is it about {company} (org. {number}) and nobody else?"
        ),
        "check-clients-together": (
            "Are you in the office's own account, and is it about the clients on the list below and nobody else?"
        ),
        # The service
        "open-subscription": "Go to «Selskap» > «Mitt abonnement».",
        "activate-module": (
            "Find «Integrasjoner» and choose «Aktiver». Read the terms and the price shown there, and accept them. "
            "If it is active already, all is well: answer that it is done."
        ),
        "module-shown": (
            "See that «Integrasjoner» is shown as active. The menu entry «Integrasjoner» and the tab «API-tilgang» "
            "appear then; it can take a moment."
        ),
        "module-shown-together": (
            "Where many are activated at once, that goes on by itself and can take a while. See of each, under "
            "«Selskap» > «Mitt abonnement», that «Integrasjoner» is shown as active before you tick it below; come "
            "back for the others."
        ),
        "module-too-small-together": (
            "Leave out those where «Integrasjoner» is not in the list: their package is too small, it must be Smart or "
            "larger. Answer for these alone that the screen would not."
        ),
        "module-too-small": (
            "If «Integrasjoner» is not in the list, the package is too small: it must be Smart or larger. "
            "Answer then that the screen would not."
        ),
        "module-off": "Switch «Integrasjoner» off. All keys and integrations of the account stop working.",
        # The menu
        "open-menu": "Choose «Integrasjoner» in the menu.",
        "search-menu": "Search for the integration:",
        "choose-tile": (
            "Choose «{title}», then «Aktiver». If it is active already, stop here, answer “not done”, and write "
            "`adopt: true` in the manifest."
        ),
        "copy-agreement": (
            "Read the agreement. Mark all of the text under «Avtale», copy it, and have it compared before you tick "
            "anything: paste it where it is asked for here, or give it to `provisioner work compare`."
        ),
        "copy-agreement-together": (
            "Read the agreement. Mark all of the text under «Avtale», copy it, and have it compared before you tick "
            "anything: paste it where it is asked for here, or give it to `provisioner work compare`. Once is enough "
            "for the whole list, as long as the same text stands there for each."
        ),
        "accept": (
            "It is accepted on behalf of {company}; the authority is {authority}, and {accepted_by} answers for it. If "
            "it is another text than the one that was accepted before, do not tick it: stop, and answer that the "
            "screen would not. Else tick «Jeg godtar avtalen», and choose «Legg til»."
        ),
        "accept-together": (
            "It is accepted on behalf of each of the clients; the authority is {authority}, and {accepted_by} answers "
            "for it. If it is another text than the one that was accepted before, do not tick it: stop, and answer "
            "that the screen would not. Else tick «Jeg godtar avtalen», and choose «Legg til»."
        ),
        "accept-pinned": (
            "It is accepted on behalf of {company}; the authority is {authority}. {accepted_by} approved one text, "
            "with the digest {agreement}. If it is another, do not tick it: stop, and answer that the screen would "
            "not. Else tick «Jeg godtar avtalen», and choose «Legg til»."
        ),
        "accept-pinned-together": (
            "It is accepted on behalf of each of the clients; the authority is {authority}. {accepted_by} approved one "
            "text, with the digest {agreement}. If it is another, do not tick it: stop, and answer that the screen "
            "would not. Else tick «Jeg godtar avtalen», and choose «Legg til»."
        ),
        "sent-on": (
            "You are sent on to the vendor. Copy the address of the page you come to: where the set-up is not "
            "finished there and then, it may be needed. Finish it if you have what it takes; if not, it stays in "
            "`provisioner handoff list`."
        ),
        "paste-agreement": "The text under «Avtale», all of it, as you copied it before you ticked:",
        "paste-onward": "Paste the address that you were sent on to; it is sealed and not shown. It may be left out:",
        "deactivate": (
            "Find «{title}» and choose «Deaktiver». The vendor loses access at once. If the choice stands elsewhere on "
            "your screen, use it; no public page shows where."
        ),
        # Keys
        "open-employee": (
            "Go to «Lønn» > «Ansatte» (older screens: «Selskap» > «Ansatte»), and open the employee with this address:"
        ),
        "open-contact": "Go to «Kunde» > «Kontakter», and open the contact with this address:",
        "open-contact-of": "Go to «Kunde» > «Kontakter», and open the contact of {owner_of} with this address:",
        "open-api-access": (
            "Choose the tab «API-tilgang» (it may be under «Mer»). If it is not there, «Integrasjoner» is not active, "
            "or you are not «Brukeradministrator»."
        ),
        "look-first": (
            "Look at the list first: if it has a key with the application {application} already, stop here and answer "
            "“not done”. Two equal keys are worse than none; `adopt: true` in the manifest takes it over."
        ),
        "leave-old": "Leave the old key alone. It is deleted only when the vendor has taken the new one into use.",
        "new-key": "Choose «Ny nøkkel».",
        "choose-application": "Search for the integration and choose it in the list:",
        "choose-custom": "Choose «Tilpasset oppsett».",
        "type-application": (
            "Paste this into «Applikasjonsnavn», exactly as it stands. Capitals count, and a wrong "
            "name shows only when "
            "the vendor logs in:"
        ),
        "permissions-all": "Choose «Alle tilganger».",
        "permissions-same-as-owner": "Choose «Gi brukernøkkelen denne brukerens tilganger».",
        "permissions-list": (
            "Choose «Bestem selv», and tick exactly these {count}. If they cannot be chosen before "
            "the key is made, open "
            "the key afterwards, tick them there and choose «Lagre endringer»."
        ),
        "right": "Tick «{right}».",
        "tick-office": (
            "Tick «Regnskapskontorets brukernøkkel». Without it the key works in the office's own account only."
        ),
        "name-key": "Write this in «Gi nøkkelen navn»:",
        "create-key": "Choose «Opprett nøkkel».",
        "copy-key": (
            "The key is shown now and never again. Copy the value in «Brukernøkkel» (not "
            "«Brukernøkkel-ID») and paste it "
            "here; it is not shown. Close the window in Tripletex only when the key has been taken."
        ),
        "find-key": "Find the key with this name:",
        "find-key-id": "Find the key with this «Brukernøkkel-ID» (its name is «{key_name}»):",
        "find-key-id-unnamed": (
            "Find the key with this «Brukernøkkel-ID». It was there before us, so its name on the screen is not known "
            "to us:"
        ),
        "find-key-unnamed": (
            "Find the key of {owner} for the application below. It was there before us, so its name on the screen is "
            "not known to us:"
        ),
        "not-that-one": "Leave the key «{name}» alone; it is not the one.",
        "several-unnamed": (
            "If that leaves several for {application}, ask the vendor which one they use. If you are still in doubt, "
            "leave them all, answer “not done”, and write what they are called."
        ),
        "gone-already": "If {owner} has no key for {application}, it has been deleted already: answer that it is done.",
        "not-that-id": "Leave the key with this «Brukernøkkel-ID» alone; it is not the one:",
        "which-of-several": "If several keys have that name, it is the one that was made first.",
        "delete-key": "Choose «Slett» and confirm. The key stops working at once, and it cannot be undone.",
        "delete-office-key": (
            "Choose «Slett» and confirm. The key stops working at every client at once, and it cannot be undone."
        ),
        # Clients and the office's keys
        "open-accesses": "Go to «Klient» > «Tilganger».",
        "add-api-key": "Choose «Legg til API-nøkkel».",
        "choose-key": "Choose the key:",
        "choose-key-unnamed": (
            "Choose the key for the application below. It was there before us, so its name on the screen is not known "
            "to us. If there are several, ask whoever in the office uses it:"
        ),
        "choose-newest": "Choose the key. If several have that name, it is the newest:",
        "choose-template": "Choose «Tilgangsmal»:",
        "choose-template-inferred": (
            "Choose «Tilgangsmal». Its words may differ on your screen; it is the template that the API calls {access}:"
        ),
        "tick-client": "Tick the client {company} (org. {number}):",
        "tick-client-together": "Tick each of the clients on the list below.",
        "client-missing": (
            "If the client is not in the list, it has not given the office its rights yet: «Regnskap» > "
            "«Innstillinger» > «Regnskapsførers rettigheter» at the client. Answer then that the screen would not."
        ),
        "client-missing-together": (
            "Leave out those that the screen does not list: they have not given the office their rights yet, "
            "«Regnskap» > «Innstillinger» > «Regnskapsførers rettigheter» at the client. Answer for these alone that "
            "the screen would not."
        ),
        "save": "Choose «Lagre endringer».",
        "find-access": "Find the row with the client {company} (org. {number}) and this key, and tick it:",
        "find-access-unnamed": (
            "Find the row with the client {company} (org. {number}) and the key for the application below, and tick "
            "it. The key was there before us, so its name on the screen is not known to us:"
        ),
        "find-access-together": (
            "Find the rows with this key, «{key_name}», and the clients on the list below, and tick them."
        ),
        "find-access-unnamed-together": (
            "Find the rows with the key for the application {application} and the clients on the list below, and tick "
            "them. The key was there before us, so its name on the screen is not known to us."
        ),
        "remove-access": "Choose «Fjern tilgang», and save. The vendor no longer reaches the client through the key.",
        # Whether a thing is there already
        "module.look": "Is «Integrasjoner» active?",
        "menu_activation.look": "Is «{title}» activated?",
        "user_key.look": "Is there a user key for {title}?",
        "office_key.look": "Is there an office key for {title}?",
        "client_access.look": "Is the client attached to the office key for {title}?",
        "vendor_question.look": "Has the vendor of {title} been asked?",
        "look-client": "Choose the client at the top in Tripletex.",
        "look-office": "Log in to Tripletex in the office's own account, not the client's.",
        "look-module": "Is «Integrasjoner» shown as active?",
        "look-menu": "Search for «{title}». Is it shown as active?",
        "look-person": (
            "Go to «Lønn» > «Ansatte» (older screens: «Selskap» > «Ansatte»), open the person who stands beside the "
            "client on the list, and choose the tab «API-tilgang»."
        ),
        "look-contact": (
            "Go to «Kunde» > «Kontakter», open the person who stands beside the client on the list, and choose the tab "
            "«API-tilgang»."
        ),
        "look-key": "Is there a key with the application {application}? Look at other people's too, if you can.",
        "look-office-key": (
            "Is there a key with the application {application} that is «Regnskapskontorets brukernøkkel»?"
        ),
        "look-access": "Is there a row with the client and the key for {application}?",
        # What a person must look for when nobody knows how a step ended
        "as-wanted": "See that this is so, and put it right where it is not:",
        "pair": "{name}: {value}",
    }
)
