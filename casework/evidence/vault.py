"""The stores of evidence and of packs, in the running application. Only this room opens them."""

from importlib.util import find_spec
from typing import cast

from flask import Flask, current_app

from casework.config import Settings
from casework.errors import ConfigurationError
from casework.storage.areas import EVIDENCE, PACKS, open_area
from casework.storage.store import BlobStore, Unavailable

KEY = "casework.evidence"
PACKS_KEY = "casework.packs"


def install(app: Flask, settings: Settings) -> None:
    """Open the stores that the settings name, folders or parts of a bucket. Raises ConfigurationError."""
    if settings.heic and find_spec("pillow_heif") is None:
        raise ConfigurationError(
            "CASEWORK_HEIC is on, but pillow-heif is not installed. Install it beside Casework (pip install "
            "pillow-heif), or switch CASEWORK_HEIC off: photographs of that kind are then kept without a preview."
        )
    app.extensions[KEY] = open_area(settings, EVIDENCE)
    app.extensions[PACKS_KEY] = open_area(settings, PACKS)


def vault() -> BlobStore:
    """Return the store; needs an application context."""
    return cast("BlobStore", current_app.extensions[KEY])


def check_store() -> None:
    """Raise ConfigurationError where a bucket is set that cannot be used; a folder is made as it is needed."""
    bucket = own_settings().bucket
    try:
        if bucket:
            next(vault().iterate(), None)
    except Unavailable as error:
        raise ConfigurationError(
            f"The bucket “{bucket}” cannot be used ({error.cause}). See that its service runs and that the bucket is "
            "there, and that CASEWORK_BUCKET_ENDPOINT, CASEWORK_BUCKET_KEY_ID and CASEWORK_BUCKET_SECRET are right."
        ) from None


def packs() -> BlobStore:
    """Return the store of packs; needs an application context."""
    return cast("BlobStore", current_app.extensions[PACKS_KEY])


def own_settings() -> Settings:
    """Return the settings of the running application."""
    return cast("Settings", current_app.config["SETTINGS"])


def file_limit() -> int:
    """Return the largest single upload, in bytes."""
    return own_settings().file_limit
