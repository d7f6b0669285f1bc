"""The evidence store of the running application. Only this room opens it."""

from typing import cast

from flask import Flask, current_app

from casework.config import Settings
from casework.storage.areas import EVIDENCE, open_area
from casework.storage.store import BlobStore

KEY = "casework.evidence"


def install(app: Flask, settings: Settings) -> None:
    """Open the store that the settings name: a folder of the instance, or a bucket."""
    app.extensions[KEY] = open_area(settings, EVIDENCE)


def vault() -> BlobStore:
    """Return the store; needs an application context."""
    return cast("BlobStore", current_app.extensions[KEY])


def file_limit() -> int:
    """Return the largest single upload, in bytes."""
    return cast("Settings", current_app.config["SETTINGS"]).file_limit
