"""What others changed in a record since an officer read it, told from the trail."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol

from casework.audit.queries import of_subject
from casework.versions import in_words


class Read(Protocol):
    """A row that an officer read, and that counts its changes."""

    id: Any
    version: Any
    __tablename__: str
    __table__: ClassVar[Any]


Told = tuple[dict[str, str], dict[str, str]]


def changed_since(
    row: Read,
    version: int,
    labels: Mapping[str, str],
    words: Mapping[str, Callable[[Any], str]] | None = None,
) -> Told:
    """Return ({label: as it is now}, {label: as it was when read}) of each field that others changed since `version`.

    `words` tells fields of which the trail holds ids or codes. A field without a label is left out.
    """
    events = [event for event in of_subject(row.__tablename__, row.id) if _changes(event.detail.body)]
    then: dict[str, object] = {}
    now: dict[str, object] = {}
    for event in events[: row.version - version]:
        for name, (before, after) in _changes(event.detail.body).items():
            then[name] = before
            now.setdefault(name, after)
    differing = [name for name in labels if name in now and then[name] != now[name]]

    def told(name: str, value: object) -> str:
        return (words or {}).get(name, lambda each: _plain_words(row, name, each))(value)

    return (
        {labels[name]: told(name, now[name]) for name in differing},
        {labels[name]: told(name, then[name]) for name in differing},
    )


def _changes(body: dict[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = (body or {}).get("changes", {})
    return found


def _plain_words(row: Read, name: str, value: object) -> str:
    """Return a stored value as an officer reads it: a fixed list's by its label."""
    column = row.__table__.columns.get(name)
    kind = getattr(getattr(column, "type", None), "enum_class", None)
    if kind is not None and isinstance(value, str):
        return str(kind.of(value).label)
    return in_words(value)
