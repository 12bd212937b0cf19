"""Words for taking in a workbook, and for what somebody must look at."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

IMPORT_WORDS = Vocabulary(
    {
        "import-undeclared": Phrase(
            Severity.WARNING,
            Text(
                "{cell}: {title} is not declared for {client}, so what is said of it was not recorded.",
                hint="Its manifest is somebody's own work and stays as it is. Write `{name}:` under `integrations:` "
                "there, then import again.",
            ),
            Text(
                "{cell}: {title} er ikke deklarert for {client}, så det som er sagt om den, ble ikke registrert.",
                hint="Manifestet er noens eget arbeid og blir som det er. Skriv `{name}:` under `integrations:` der, "
                "og importer på nytt.",
            ),
        ),
        "import-kept": Phrase(
            Severity.WARNING,
            Text(
                "{cell}: what is said of {client}'s {name} differs from its manifest, which was left as it is.",
                hint="Change {field} in the manifest: `provisioner explain` tells where it is written.",
            ),
            Text(
                "{cell}: det som er sagt om {name} hos {client}, er noe annet enn i manifestet, som ble stående.",
                hint="Endre {field} i manifestet: `provisioner explain` forteller hvor det står.",
            ),
        ),
    }
)
