"""Infrastructure-as-config for the integrations of accounting firms."""

__version__ = "0.1.0"
