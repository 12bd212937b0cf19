"""What is said of fields that still work and are on their way out."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

AGING_WORDS = Vocabulary(
    {
        "deprecated-field": Phrase(
            Severity.WARNING,
            en=Text("`{field}` still works, and a later version will not know it.", hint="Write `{instead}` instead."),
            nb=Text(
                "`{field}` virker ennå, men en senere versjon vil ikke kjenne det.", hint="Skriv `{instead}` i stedet."
            ),
        ),
        "deprecated-field-ends": Phrase(
            Severity.WARNING,
            en=Text("`{field}` still works, and a later version will not know it.", hint="Take it out."),
            nb=Text("`{field}` virker ennå, men en senere versjon vil ikke kjenne det.", hint="Ta det bort."),
        ),
    }
)
