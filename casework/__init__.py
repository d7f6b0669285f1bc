"""Casework: the Monitoring Officer's case system.

Importing the package imports nothing else: the decoder of untrusted files runs as a child that must start fast.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from casework.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Return the application. Raises ConfigurationError where the settings are half-set."""
    from casework.application import build
    from casework.config import load_settings

    return build(settings or load_settings())
