"""Rows as lines of JSON, the same on both databases: a backup of one can be restored into the other."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
    update,
)

from casework.database import Base

BATCH = 1_000
NOT_OURS = ("alembic_version", "search_fts")  # kept by Alembic, and made by FTS5 from search_documents


def tables() -> list[Table]:
    """Return every table of the program, those first that others refer to."""
    return list(Base.metadata.sorted_tables)


def tables_in(connection: Connection) -> list[Table]:
    """Return every table as the database has it, at whatever revision, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if not table.name.startswith(NOT_OURS)]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield each row of a table as one line: a list of its values in the order of the columns."""
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    for row in rows:
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"


def fill(connection: Connection, table: Table, columns: list[str], rows: Iterable[bytes]) -> int:
    """Insert rows into an empty table, and return how many.

    What a row says of another of the same table (a case merged into a later one) is set once all are there.
    """
    own = [column for column in table.columns if _refers_to_own(column)]
    count, later, source = 0, [], iter(rows)
    naive = connection.dialect.name == "sqlite"
    while batch := [_row(table, columns, line, naive=naive) for line in islice(source, BATCH)]:
        for row in batch:
            later += [
                (column, _key(table, row), row[column.name]) for column in own if row[column.name] is not None
            ]
            row.update({column.name: None for column in own})
        connection.execute(insert(table), batch)
        count += len(batch)
    for column, key, value in later:
        same = [table.columns[name] == part for name, part in key.items()]
        connection.execute(update(table).where(*same).values({column.name: value}))
    return count


def move_sequences(connection: Connection) -> None:
    """Let PostgreSQL go on counting after the highest id of each table."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():  # the models': a reflected table no longer says which column counts by itself
        column = table.autoincrement_column
        if column is not None:
            highest = connection.scalar(select(func.max(column))) or 0
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :next, false)"),
                {"table": table.name, "column": column.name, "next": highest + 1},
            )


def _refers_to_own(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


def _key(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key}


def _row(table: Table, columns: list[str], line: bytes, *, naive: bool) -> dict[str, Any]:
    return {
        name: _typed(table.columns[name], value, naive=naive)
        for name, value in zip(columns, json.loads(line), strict=True)
    }


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime | date) else value


def _typed(column: Column[Any], value: Any, *, naive: bool) -> Any:
    """Return a value as the column takes it. SQLite's moments are naive, in UTC."""
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if naive else moment
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
