"""The one Jinja environment of the reports.

Promises: every template is escaped, `.html.j2` by name because the library's own default does not cover it; a missing
name is an error; what cannot be seen is spelled out wherever it stands. Does not: run anything a user wrote; templates
here are the package's own.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from provisioner.reports.plain import clean


def environment() -> Environment:
    """A new environment; nothing is kept between two reports."""
    return Environment(
        loader=PackageLoader("provisioner.reports", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True, default=True),
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _seen(value: object) -> object:
    """A plain string with its invisible characters spelled out; markup made by the templates themselves as it is."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
