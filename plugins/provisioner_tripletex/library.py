"""The provider's data files, each read when it is first needed.

Promises: one reading for all threads; the firm's own entries are laid over the bundled ones once for all its accounts.
Does not: change a file.
"""

from __future__ import annotations

import threading

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.manifest import Integration
from provisioner_tripletex.catalogue import Catalogue, bundled_catalogue
from provisioner_tripletex.entitlements import Entitlements, load_entitlements
from provisioner_tripletex.naming import with_own
from provisioner_tripletex.scene import Kept


class Library:
    """The data files, each read when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bundled: Catalogue | None = None
        self._merged: tuple[tuple[Integration, ...], Catalogue, tuple[Diagnostic, ...]] | None = None
        self._entitlements: Entitlements | None = None
        self.kept = Kept()

    @property
    def catalogue(self) -> Catalogue:
        """With the firm's own entries, once something was expanded with them."""
        with self._lock:
            return self._merged[1] if self._merged is not None else self._bundle()

    def with_own(self, documents: tuple[Integration, ...]) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
        """With these entries of the firm's own: put together once for all its accounts."""
        with self._lock:
            held = self._merged
            if held is None or (held[0] is not documents and held[0] != documents):
                held = self._merged = (documents, *with_own(self._bundle(), documents))
            return held[1], held[2]

    def _bundle(self) -> Catalogue:
        if self._bundled is None:
            self._bundled = bundled_catalogue()
        return self._bundled

    @property
    def entitlements(self) -> Entitlements:
        with self._lock:
            if self._entitlements is None:
                self._entitlements = load_entitlements()
            return self._entitlements
