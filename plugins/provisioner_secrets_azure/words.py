"""What the secret store in Azure Key Vault refuses, in English and Norwegian bokmål.

Promises: every code has both languages, and no text holds a secret.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "library-missing": _refusal(
            Text(
                "Azure's library for Key Vault is not installed.",
                detail="{why}",
                hint="pip install 'tripletex-provisioner[azure]'",
            ),
            Text(
                "Azures bibliotek for Key Vault er ikke installert.",
                detail="{why}",
                hint="pip install 'tripletex-provisioner[azure]'",
            ),
        ),
        "no-vault": _refusal(
            Text(
                "`{url}` names no key vault.",
                hint="Write `azkv://VAULT/PREFIX`, such as `azkv://fjord-kv/firma`. Where the vault is not under "
                "vault.azure.net, its whole host name stands for VAULT.",
            ),
            Text(
                "`{url}` nevner ikke noe nøkkelhvelv.",
                hint="Skriv `azkv://HVELV/PREFIKS`, for eksempel `azkv://fjord-kv/firma`. Er hvelvet ikke under "
                "vault.azure.net, står hele vertsnavnet for HVELV.",
            ),
        ),
        "no-prefix": _refusal(
            Text(
                "`{prefix}` cannot begin the names of secrets in a key vault.",
                hint="Write at most 40 lower-case letters, digits and hyphens between them.",
            ),
            Text(
                "`{prefix}` kan ikke begynne navnene på hemmeligheter i et nøkkelhvelv.",
                hint="Skriv høyst 40 små bokstaver, sifre og bindestreker mellom dem.",
            ),
        ),
        "not-recovered": _refusal(
            Text(
                "A secret of that name was deleted, the vault keeps it back, and we may not recover it.",
                hint="Give us the right to recover secrets, or recover it by hand: `az keyvault secret recover`.",
            ),
            Text(
                "En hemmelighet med det navnet ble slettet, hvelvet holder den tilbake, og vi kan ikke "
                "gjenopprette den.",
                hint="Gi oss rett til å gjenopprette hemmeligheter, eller gjenopprett den for hånd: `az keyvault "
                "secret recover`.",
            ),
        ),
        "not-logged-in": _refusal(
            Text(
                "Nobody is logged in to Azure who may use {place}.",
                detail="{why}",
                hint="Log in with `az login`, or let the pipeline have an identity: a managed one, or "
                "AZURE_TENANT_ID, AZURE_CLIENT_ID and a certificate or secret.",
            ),
            Text(
                "Ingen som kan bruke {place}, er logget inn i Azure.",
                detail="{why}",
                hint="Logg inn med `az login`, eller la pipelinen ha en identitet: en administrert, eller "
                "AZURE_TENANT_ID, AZURE_CLIENT_ID og et sertifikat eller en hemmelighet.",
            ),
        ),
        "unreachable": _refusal(
            Text(
                "The key vault at {place} cannot be reached.",
                detail="{why}",
                hint="Check the vault's name, the network and the proxy.",
            ),
            Text(
                "Nøkkelhvelvet på {place} kan ikke nås.",
                detail="{why}",
                hint="Sjekk navnet på hvelvet, nettet og mellomtjeneren.",
            ),
        ),
        "reach-forbidden": _refusal(
            Text(
                "A secret in {place} could not be reached: forbidden.",
                detail="{why}",
                hint="Ask for the role Key Vault Secrets Officer on the vault; its firewall must let us in too.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke nås: ikke tillatt.",
                detail="{why}",
                hint="Be om rollen Key Vault Secrets Officer på hvelvet; brannmuren må slippe oss inn også.",
            ),
        ),
        "reach-failed": _refusal(
            Text(
                "A secret in {place} could not be reached: {status}.",
                detail="{why}",
                hint="Try again; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke nås: {status_nb}.",
                detail="{why}",
                hint="Prøv igjen; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "read-forbidden": _refusal(
            Text(
                "A secret in {place} could not be read: forbidden.",
                detail="{why}",
                hint="Ask for the role Key Vault Secrets Officer on the vault; its firewall must let us in too.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke leses: ikke tillatt.",
                detail="{why}",
                hint="Be om rollen Key Vault Secrets Officer på hvelvet; brannmuren må slippe oss inn også.",
            ),
        ),
        "read-failed": _refusal(
            Text(
                "A secret in {place} could not be read: {status}.",
                detail="{why}",
                hint="Try again; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke leses: {status_nb}.",
                detail="{why}",
                hint="Prøv igjen; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "delete-forbidden": _refusal(
            Text(
                "A secret in {place} could not be deleted: forbidden.",
                detail="{why}",
                hint="Ask for the role Key Vault Secrets Officer on the vault; its firewall must let us in too.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke slettes: ikke tillatt.",
                detail="{why}",
                hint="Be om rollen Key Vault Secrets Officer på hvelvet; brannmuren må slippe oss inn også.",
            ),
        ),
        "delete-failed": _refusal(
            Text(
                "A secret in {place} could not be deleted: {status}.",
                detail="{why}",
                hint="Try again; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke slettes: {status_nb}.",
                detail="{why}",
                hint="Prøv igjen; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
        "write-forbidden": _refusal(
            Text(
                "A secret in {place} could not be written: forbidden.",
                detail="{why}",
                hint="Ask for the role Key Vault Secrets Officer on the vault; its firewall must let us in too.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke skrives: ikke tillatt.",
                detail="{why}",
                hint="Be om rollen Key Vault Secrets Officer på hvelvet; brannmuren må slippe oss inn også.",
            ),
        ),
        "write-failed": _refusal(
            Text(
                "A secret in {place} could not be written: {status}.",
                detail="{why}",
                hint="Try again; what was sealed stays sealed until it is stored.",
            ),
            Text(
                "En hemmelighet i {place} kunne ikke skrives: {status_nb}.",
                detail="{why}",
                hint="Prøv igjen; det som ble forseglet, er forseglet til det er lagret.",
            ),
        ),
    }
)
"""What is refused, by its code."""
