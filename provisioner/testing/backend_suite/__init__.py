"""The laws of the backend port, as tests.

A backend's own test derives from `BackendSuite` and says how to open one:

    class TestMine(BackendSuite):
        @pytest.fixture
        def open_backend(self, tmp_path):
            return lambda: mine.open_backend(context(tmp_path))   # every call: the same stored state, opened anew

`provisioner.testing.samples.codec()` is the codec to open it with. For pytest's own words on a failed assertion, call
`pytest.register_assert_rewrite("provisioner.testing")` in your `conftest.py`.

Promises: what passes can be applied with. Does not: test how fast, how missing or damaged storage is told, or a kill.
"""

from __future__ import annotations

from provisioner.testing.backend_suite.archives import ArchiveSuite
from provisioner.testing.backend_suite.commits import CommitSuite, KeptSuite
from provisioner.testing.backend_suite.journal import JournalSuite
from provisioner.testing.backend_suite.leases import LeaseSuite


class BackendSuite(LeaseSuite, JournalSuite, CommitSuite, KeptSuite, ArchiveSuite):
    """Every law of the port; the child gives the fixture `open_backend`."""
