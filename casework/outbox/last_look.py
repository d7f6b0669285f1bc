"""What higher rooms say against a message at the last moment. The application fills the list when it is built."""

from collections.abc import Iterable
from typing import Protocol

from casework.outbox.models import Message


class LastLook(Protocol):
    """Says why a message may not go out any more, in words for whoever had it sent; "" where it may."""

    def __call__(self, message: Message) -> str: ...


_looks: list[LastLook] = []


def install(looks: Iterable[LastLook]) -> None:
    """Put `looks` in the place of those that were there."""
    _looks[:] = looks


def why_not(message: Message) -> str:
    """Return the first reason for which `message` is held back, or ""."""
    return next((why for look in _looks if (why := look(message))), "")
