"""The declarative base, the session, and the unit of work in which every write happens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ClassVar, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Enum, MetaData, Text, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITE = "casework_write"
P = ParamSpec("P")
R = TypeVar("R")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC on both databases; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: UTCDateTime(),
        dict[str, Any]: JSON(),
        dict[str, str]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
    }


T = TypeVar("T", bound=Base)


class Audited:
    """Marks a model whose every change must come with an audit event in the same unit of work."""


def enum_type(enum: type[StrEnum], name: str) -> Enum:
    """Return a text column type holding the values of `enum`, with a CHECK constraint called after `name`."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


db = SQLAlchemy(metadata=Base.metadata)


@dataclass
class UnitOfWork:
    """What one command has gathered: notes kept by rooms, and what to do once it is safely on disk."""

    notes: dict[str, Any] = field(default_factory=dict)
    after_commit: list[Callable[[], None]] = field(default_factory=list)


FinishingStep = Callable[[Session, UnitOfWork], None]
_finishing_steps: list[FinishingStep] = []


def before_commit(step: FinishingStep) -> FinishingStep:
    """Register a step that runs last in every unit of work, after the flush and before the commit."""
    _finishing_steps.append(step)
    return step


def current_unit() -> UnitOfWork:
    """Return the open unit of work; raise RuntimeError outside one: a write without a command is a defect."""
    unit: UnitOfWork | None = db.session().info.get("unit")
    if unit is None:
        raise RuntimeError("a write outside a unit of work")
    return unit


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Open the one write transaction of a command; join it where one is already open.

    SQLite takes its write lock before the first read (BEGIN IMMEDIATE), so what the command checks cannot
    change beneath it. All that was loaded before is re-read on use. An exception rolls everything back.
    """
    session = db.session()
    if "unit" in session.info:
        yield session
        return
    session.rollback()
    unit = session.info["unit"] = UnitOfWork()
    try:
        session.connection(execution_options={WRITE: True})
        yield session
        session.flush()
        for step in _finishing_steps:
            step(session, unit)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["unit"]
    for task in unit.after_commit:
        task()


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a service function a command: its body is one unit of work."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit_of_work():
            return function(*args, **kwargs)

    return run


def let_go() -> None:
    """Hold nothing of the database while bytes are read or hashed; raise RuntimeError in an open unit of work.

    A write transaction that waits for a disk or a decoder would keep every other officer waiting.
    """
    if "unit" in db.session().info:
        raise RuntimeError("bytes are read before a unit of work opens, not in it")
    db.session.rollback()


def lock(row: T) -> T:
    """Re-read `row` and hold it until the command ends, so that two officers cannot both pass one check.

    The row alone: what was loaded beside it may be wanting, and PostgreSQL does not lock what may be wanting. What an
    outer command has changed in it is written first: to re-read alone would forget it without a word.
    """
    db.session.flush()
    db.session.refresh(row, with_for_update={"of": type(row)})
    return row


def hold(key: int) -> None:
    """Let one command at a time past this line for `key`, until its unit of work ends.

    For what no row stands for yet, so that none can be locked. On SQLite the write transaction itself does it. `key`
    is a number of our own for pg_advisory_xact_lock. Raises RuntimeError outside a unit of work.
    """
    current_unit()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def first_words(error: DBAPIError) -> str:
    """Return what the database's driver says of an error, in its first line: no statement, no values, no password."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".")


def prepare_engine(engine: Engine) -> None:
    """Give a SQLite engine foreign keys, WAL, full durability and transactions that begin when we say so.

    PostgreSQL goes without its just-in-time compiler, which takes seconds over a print-out's one wide select and saves
    nothing on selects as short as ours.
    """
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _prepare_postgresql)
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute("SET jit = off")
    connection.commit()  # or the pool's rollback would take it back


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=15000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@event.listens_for(Session, "do_orm_execute")
def _no_bulk_change_of_audited_rows(state: ORMExecuteState) -> None:
    """Bulk statements pass by the check that a change has its event; so they may not touch audited models."""
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    if issubclass(state.bind_mapper.class_, Audited):
        raise RuntimeError(f"bulk change of audited {state.bind_mapper.class_.__name__}")
