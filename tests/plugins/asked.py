"""What a plugin's verb is asked, where nothing stands around it."""

from __future__ import annotations

from pathlib import Path

from provisioner.spi.command import CommandRequest


def asked(*words: str, language: str = "en") -> CommandRequest:
    """The request of those words, in a language."""
    return CommandRequest(words, language, Path(), lambda directory: language)
