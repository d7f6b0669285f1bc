"""The entry point of web servers and of the `flask` command."""

import os

from casework import create_app
from casework.errors import ConfigurationError

# What this process writes (database, queue, backups, reports) names complainants: it is its owner's alone.
os.umask(0o077)

try:
    app = create_app()
except ConfigurationError as error:
    raise SystemExit(f"Casework does not start: {error}") from None
