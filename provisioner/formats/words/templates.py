"""Words."""

from __future__ import annotations

from provisioner.model.diagnostics import Vocabulary

TEMPLATE_WORDS = Vocabulary({"x": None})  # type: ignore[dict-item]
