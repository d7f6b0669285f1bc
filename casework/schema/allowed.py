"""Letting a column hold more fixed values than before, in a migration, without making its table anew.

SQLite cannot alter a CHECK. Its own way for a change that touches no row on the disk is to edit the stored text of the
table (sqlite.org/lang_altertable.html, section 7); a table made anew would lose its triggers, and is referred to.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

FIND_TABLE = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
SET_TABLE = text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table")


def allow_values(connection: Connection, table: str, column: str, values: Sequence[str], check: str) -> None:
    """Let `column` hold exactly these values; `check` is the name of its constraint without its table's.

    Raises ValueError where the table has no such constraint. Part of a migration, in its transaction.
    """
    name = f"ck_{table}_{check}"
    listed = ", ".join(f"'{value}'" for value in values)
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))"))
        return
    sql = str(connection.scalar(FIND_TABLE, {"table": table}))
    start = sql.find(f"CONSTRAINT {name} CHECK (")
    end = sql.find("))", start)
    if start < 0 or end < 0:
        raise ValueError(f"{table} has no constraint {name}")
    new = f"{sql[:start]}CONSTRAINT {name} CHECK ({column} IN ({listed}{sql[end:]}"
    version = int(connection.scalar(text("PRAGMA schema_version")) or 0)
    connection.execute(text("PRAGMA writable_schema = ON"))
    connection.execute(SET_TABLE, {"sql": new, "table": table})
    connection.execute(text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(text("PRAGMA writable_schema = OFF"))
