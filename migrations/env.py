"""How Alembic reaches the database: through a connection that its caller gives it."""

import importlib
from pathlib import Path
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

import casework
from casework.database import Base, UTCDateTime

for room in sorted((Path(casework.__file__).parent).glob("*/models*")):
    importlib.import_module(f"casework.{room.parent.name}.models")

OWN_TABLES_OF_THE_INDEX = "search_fts"


def include_object(_item: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave out the tables that FTS5 makes for itself, and what the migrations write by hand."""
    if kind == "table":
        return not (name or "").startswith(OWN_TABLES_OF_THE_INDEX)
    return not (kind in {"column", "index"} and (name or "").endswith("_tsv"))


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write moments as plain timestamps: a migration must not change when the program does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Run the migrations, all in one transaction where the database allows."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
