"""The entry point of web servers and of the `flask` command."""

from casework import create_app

app = create_app()
