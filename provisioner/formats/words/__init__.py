"""The words of this room, in English and Norwegian bokmål, one table for each step from text to values."""

from __future__ import annotations

from provisioner.formats.words.lists import LIST_WORDS
from provisioner.formats.words.manifests import MANIFEST_WORDS
from provisioner.formats.words.schema import SCHEMA_WORDS
from provisioner.formats.words.templates import TEMPLATE_WORDS
from provisioner.formats.words.yaml import YAML_WORDS

__all__ = ["LIST_WORDS", "MANIFEST_WORDS", "SCHEMA_WORDS", "TEMPLATE_WORDS", "YAML_WORDS"]
