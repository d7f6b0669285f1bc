"""Rows that tests need, made through the commands that the software itself uses."""

import itertools

from casework.accounts import service as accounts
from casework.accounts.models import Officer
from casework.permissions import Role

_numbers = itertools.count(1)


def make_officer(*roles: Role, name: str = "", email: str = "", password: str | None = None) -> Officer:
    """Make an active officer with `roles`."""
    number = next(_numbers)
    return accounts.create_officer(
        name=name or f"Officer Number{number}",
        email=email or f"officer{number}@casework.test",
        password=password,
        roles=roles,
        actor=None,
    )
