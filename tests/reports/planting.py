"""A name of its own in every column of every table that holds words, for tests that look for them in what is given out.

The tables are read from the metadata, so a column that is added later is filled by itself. CHECK constraints are off
while the names go in: a column that a constraint holds to fixed words today may hold a name tomorrow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, Table, cast, func, insert, literal, select, text, update

from casework import clock
from casework.database import Base, db

CANARY = "Canary"
FROZEN = {"audit_events", "audit_details"}  # triggers refuse a change; their words come through commands
NEVER_TYPED = {("sessions", "token_hash")}
TAKES_OUT = {"removed_reason", "taken_out_reason", "withdrawn_reason"}  # whoever has one is out of the report


def plant(printed: set[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Plant names everywhere but in the columns `printed`; return {name: (table, column)} of those planted.

    A table without a row gets one. Of the columns that take a row out of a report every other row is filled.
    """
    planted: dict[str, tuple[str, str]] = {}
    numbers = count(1)
    db.session.flush()
    with _unchecked():
        for table in Base.metadata.sorted_tables:
            if table.name in FROZEN:
                continue
            if not db.session.scalar(select(func.count()).select_from(table)):
                db.session.execute(insert(table).values(_row(table, printed)))
            for column in table.columns:
                place = (table.name, column.name)
                if _holds_words(column) and place not in printed | NEVER_TYPED:
                    name = f"{CANARY}{next(numbers)}Quillfeather"
                    _fill(table, column, name)
                    planted[name] = place
    db.session.commit()  # a command begins with a transaction of its own
    db.session.expire_all()
    return planted


def _holds_words(column: Column[Any]) -> bool:
    typed = isinstance(column.type, String) and not isinstance(column.type, Enum)
    return (typed or isinstance(column.type, JSON)) and not column.primary_key and not column.foreign_keys


def _fill(table: Table, column: Column[Any], name: str) -> None:
    if isinstance(column.type, JSON):
        keys = list(table.primary_key.columns)
        for *key, value in db.session.execute(select(*keys, column)).all():
            same = [held == found for held, found in zip(keys, key, strict=True)]
            db.session.execute(update(table).where(*same).values({column.name: _named(value, name)}))
        return
    unique = column.unique or any(column.name in index.columns for index in table.indexes)
    words: Any = literal(f"{name} ") + cast(table.c.id, String) if unique and "id" in table.columns else name
    change = update(table).values({column.name: words})
    if column.name in TAKES_OUT and "id" in table.columns:
        change = change.where(table.c.id % 2 == 0)
    db.session.execute(change)


def _named(value: Any, name: str) -> Any:
    """Return a JSON value with `name` for each text in it, and once more."""
    if isinstance(value, dict):
        return {key: _named(each, name) for key, each in value.items()} | {name: name}
    if isinstance(value, list):
        return [*(_named(each, name) for each in value), name]
    return name if isinstance(value, str) or value is None else value


def _row(table: Table, printed: set[tuple[str, str]]) -> dict[str, Any]:
    return {
        column.name: "Printed" if (table.name, column.name) in printed else _some(column)
        for column in table.columns
        if column.name != "id"
    }


def _some(column: Column[Any]) -> Any:
    """Return any value that the column can hold; that of a row of the table that it points at."""
    for key in column.foreign_keys:
        return db.session.scalar(select(key.column).limit(1))
    if isinstance(column.type, Enum) and column.type.enum_class:
        return next(iter(column.type.enum_class))
    if isinstance(column.type, JSON):
        return {}
    made: dict[type, Any] = {
        str: f"{CANARY}0 {column.name}",
        bool: False,
        int: 1,
        float: 1.0,
        bytes: b"1",
        datetime: clock.now(),
        date: clock.today(),
    }
    return made[getattr(column.type, "impl", column.type).python_type]


@contextmanager
def _unchecked() -> Iterator[None]:
    """Let every row pass: on PostgreSQL until the test's transaction is undone, on SQLite within this block."""
    if db.engine.dialect.name == "postgresql":
        checks = db.session.execute(
            text(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
            )
        ).all()
        for table, name in checks:
            db.session.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"'))
        yield
        return
    db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    try:
        yield
    finally:
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))
