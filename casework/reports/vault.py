"""The store of issued reports, apart from evidence: neither has the other's rules. Only this room opens it."""

from typing import cast

from flask import Flask, current_app

from casework.config import Settings
from casework.storage.areas import REPORTS, open_area
from casework.storage.store import BlobStore

KEY = "casework.reports"


def install(app: Flask, settings: Settings) -> None:
    """Open the store that the settings name: a folder of the instance, or a part of the bucket."""
    app.extensions[KEY] = open_area(settings, REPORTS)


def vault() -> BlobStore:
    """Return the store; needs an application context."""
    return cast("BlobStore", current_app.extensions[KEY])
