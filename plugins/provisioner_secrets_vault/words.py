"""What the secret store in HashiCorp Vault refuses, in English and Norwegian bokmål.

Promises: every code has both languages, and no text holds a secret.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "client-missing": _refusal(
            Text(
                "The client for Vault is not installed.",
                detail="{why}",
                hint="pip install 'tripletex-provisioner[vault]'",
            ),
            Text(
                "Klienten for Vault er ikke installert.",
                detail="{why}",
                hint="pip install 'tripletex-provisioner[vault]'",
            ),
        ),
        "user-in-address": _refusal(
            Text(
                "A user in the address of a Vault would be a secret in a manifest.",
                hint="Write `vault://HOST:PORT/MOUNT/PATH`, or `vault:///MOUNT/PATH` for the host in VAULT_ADDR.",
            ),
            Text(
                "En bruker i adressen til et Vault ville vært en hemmelighet i et manifest.",
                hint="Skriv `vault://VERT:PORT/MOUNT/STI`, eller `vault:///MOUNT/STI` for verten i VAULT_ADDR.",
            ),
        ),
        "no-place": _refusal(
            Text(
                "`{place}` names no place in a Vault.",
                hint="Write `vault://HOST:PORT/MOUNT/PATH`, or `vault:///MOUNT/PATH` for the host in VAULT_ADDR.",
            ),
            Text(
                "`{place}` nevner ikke noe sted i et Vault.",
                hint="Skriv `vault://VERT:PORT/MOUNT/STI`, eller `vault:///MOUNT/STI` for verten i VAULT_ADDR.",
            ),
        ),
        "no-setting": _refusal(
            Text("`{name}` is no setting of a Vault.", hint="There are: {known}."),
            Text("`{name}` er ingen innstilling for et Vault.", hint="Det finnes: {known}."),
        ),
        "approle-half": _refusal(
            Text("An AppRole has a `roleId` and a `secretId`.", hint="Give both, each as a reference."),
            Text("En AppRole har en `roleId` og en `secretId`.", hint="Oppgi begge, hver som en referanse."),
        ),
        "token-and-approle": _refusal(
            Text("Either a token or an AppRole logs in to the Vault, not both.", hint="Leave one of them out."),
            Text("Enten et token eller en AppRole logger inn i Vault, ikke begge.", hint="Utelat den ene."),
        ),
        "no-server": _refusal(
            Text(
                "Nothing says where the Vault is.",
                hint="Write `vault://HOST:PORT/MOUNT/PATH`, or `vault:///MOUNT/PATH` for the host in VAULT_ADDR.",
            ),
            Text(
                "Ingenting sier hvor Vault er.",
                hint="Skriv `vault://VERT:PORT/MOUNT/STI`, eller `vault:///MOUNT/STI` for verten i VAULT_ADDR.",
            ),
        ),
        "no-https": _refusal(
            Text(
                "The Vault is not reached by https, so everybody on the way could read.",
                hint="Write `vault://HOST:PORT/MOUNT/PATH`, or `vault:///MOUNT/PATH` for the host in VAULT_ADDR.",
            ),
            Text(
                "Vault nås ikke med https, så alle på veien kunne lest med.",
                hint="Skriv `vault://VERT:PORT/MOUNT/STI`, eller `vault:///MOUNT/STI` for verten i VAULT_ADDR.",
            ),
        ),
        "no-reference": _refusal(
            Text(
                "`{name}` of the Vault must be a reference, never the value itself.",
                hint="Write `{name}=env:NAME` or `{name}=file:PATH`.",
            ),
            Text(
                "`{name}` for Vault må være en referanse, aldri verdien selv.",
                hint="Skriv `{name}=env:NAVN` eller `{name}=file:STI`.",
            ),
        ),
        "not-logged-in": _refusal(
            Text(
                "Nobody is logged in to the Vault.",
                hint="Say `vault login`, set VAULT_TOKEN, or name references in `store:`: `?token=env:NAME`, or "
                "`?roleId=env:NAME&secretId=env:NAME`.",
            ),
            Text(
                "Ingen er logget inn i Vault.",
                hint="Kjør `vault login`, sett VAULT_TOKEN, eller nevn referanser i `store:`: `?token=env:NAVN`, "
                "eller `?roleId=env:NAVN&secretId=env:NAVN`.",
            ),
        ),
        "nothing-behind": _refusal(
            Text(
                "There is nothing behind `{reference}`, which logs in to the Vault.",
                hint="Set the variable, or write the file, where this runs.",
            ),
            Text(
                "Det er ingenting bak `{reference}`, som logger inn i Vault.",
                hint="Sett variabelen, eller skriv filen, der dette kjøres.",
            ),
        ),
        "approle-refused": _refusal(
            Text(
                "The Vault does not let this AppRole in.",
                hint="Check what stands behind `roleId` and `secretId`; a secret id runs out, by time and by use.",
            ),
            Text(
                "Vault slipper ikke denne AppRole inn.",
                hint="Sjekk hva som står bak `roleId` og `secretId`; en secret id løper ut, etter tid og etter bruk.",
            ),
        ),
        "no-kv2": _refusal(
            Text(
                "What is mounted at `{mount}` of the Vault is no KV engine of version 2.",
                hint="`vault kv enable-versioning {mount}` makes one of version 1 into one; or name another mount.",
            ),
            Text(
                "Det som er montert på `{mount}` i Vault, er ikke en KV-motor av versjon 2.",
                hint="`vault kv enable-versioning {mount}` gjør en av versjon 1 om til en; eller oppgi en annen mount.",
            ),
        ),
        "may-not-write": _refusal(
            Text(
                "We may not write to `{path}` in the Vault.",
                hint="Ask for a policy with create, update and read there, and delete on the same path under metadata.",
            ),
            Text(
                "Vi har ikke lov til å skrive til `{path}` i Vault.",
                hint="Be om en policy med create, update og read der, og delete på samme sti under metadata.",
            ),
        ),
        "look-forbidden": _refusal(
            Text(
                "We may not look at our rights in the Vault at {place}.",
                detail="{why}",
                hint="The token may have run out: log in again. Else ask for a policy with create, update and "
                "read on the path under data, and delete on the same path under metadata.",
            ),
            Text(
                "Vi har ikke lov til å se på rettighetene våre i Vault på {place}.",
                detail="{why}",
                hint="Tokenet kan ha løpt ut: logg inn på nytt. Ellers ber du om en policy med create, update og "
                "read på stien under data, og delete på samme sti under metadata.",
            ),
        ),
        "look-failed": _refusal(
            Text(
                "The Vault at {place} did not look at our rights.",
                detail="{why}",
                hint="Check the mount and the path; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "Vault på {place} lot oss ikke se på rettighetene våre.",
                detail="{why}",
                hint="Sjekk mount og sti; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "write-forbidden": _refusal(
            Text(
                "We may not write in the Vault at {place}.",
                detail="{why}",
                hint="The token may have run out: log in again. Else ask for a policy with create, update and "
                "read on the path under data, and delete on the same path under metadata.",
            ),
            Text(
                "Vi har ikke lov til å skrive i Vault på {place}.",
                detail="{why}",
                hint="Tokenet kan ha løpt ut: logg inn på nytt. Ellers ber du om en policy med create, update og "
                "read på stien under data, og delete på samme sti under metadata.",
            ),
        ),
        "write-failed": _refusal(
            Text(
                "The Vault at {place} did not write.",
                detail="{why}",
                hint="Check the mount and the path; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "Vault på {place} lot oss ikke skrive.",
                detail="{why}",
                hint="Sjekk mount og sti; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "read-forbidden": _refusal(
            Text(
                "We may not read in the Vault at {place}.",
                detail="{why}",
                hint="The token may have run out: log in again. Else ask for a policy with create, update and "
                "read on the path under data, and delete on the same path under metadata.",
            ),
            Text(
                "Vi har ikke lov til å lese i Vault på {place}.",
                detail="{why}",
                hint="Tokenet kan ha løpt ut: logg inn på nytt. Ellers ber du om en policy med create, update og "
                "read på stien under data, og delete på samme sti under metadata.",
            ),
        ),
        "read-failed": _refusal(
            Text(
                "The Vault at {place} did not read.",
                detail="{why}",
                hint="Check the mount and the path; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "Vault på {place} lot oss ikke lese.",
                detail="{why}",
                hint="Sjekk mount og sti; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "delete-forbidden": _refusal(
            Text(
                "We may not delete in the Vault at {place}.",
                detail="{why}",
                hint="The token may have run out: log in again. Else ask for a policy with create, update and "
                "read on the path under data, and delete on the same path under metadata.",
            ),
            Text(
                "Vi har ikke lov til å slette i Vault på {place}.",
                detail="{why}",
                hint="Tokenet kan ha løpt ut: logg inn på nytt. Ellers ber du om en policy med create, update og "
                "read på stien under data, og delete på samme sti under metadata.",
            ),
        ),
        "delete-failed": _refusal(
            Text(
                "The Vault at {place} did not delete.",
                detail="{why}",
                hint="Check the mount and the path; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "Vault på {place} lot oss ikke slette.",
                detail="{why}",
                hint="Sjekk mount og sti; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "vault-down": _refusal(
            Text(
                "The Vault at {place} is sealed or down.",
                detail="{why}",
                hint="Whoever runs it must unseal it (`vault operator unseal`); then try again.",
            ),
            Text(
                "Vault på {place} er forseglet eller nede.",
                detail="{why}",
                hint="Den som drifter det, må låse det opp (`vault operator unseal`); prøv så igjen.",
            ),
        ),
        "vault-unreachable": _refusal(
            Text(
                "The Vault at {place} cannot be reached: {error}.",
                hint="Check the address, the network, the proxy, and with `ca=FILE` or VAULT_CACERT whom we trust.",
            ),
            Text(
                "Vault på {place} kan ikke nås: {error}.",
                hint="Sjekk adressen, nettet, mellomtjeneren, og med `ca=FIL` eller VAULT_CACERT hvem vi stoler på.",
            ),
        ),
    }
)
"""What is refused, by its code."""
