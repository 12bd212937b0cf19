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
    }
)
