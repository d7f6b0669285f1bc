"""The entry point of web servers and of the `flask` command."""

import os

from casework import create_app

# What this process writes (database, queue, backups, reports) names complainants: it is its owner's alone.
os.umask(0o077)

app = create_app()
