"""The entry point of web servers and of the `flask` command."""

import gc
import os

gc.disable()  # what is imported stays: to look through it again and again took an eighth of a start

from casework import create_app  # noqa: E402
from casework.errors import ConfigurationError  # noqa: E402

# What this process writes (database, queue, backups, reports) names complainants: it is its owner's alone.
os.umask(0o077)

try:
    app = create_app()
except ConfigurationError as error:
    raise SystemExit(f"Casework does not start: {error}") from None
gc.enable()
gc.freeze()
