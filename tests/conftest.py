"""One migrated database for the run; each test in a savepoint, or, marked `committed`, on a copy of its own."""

import gc
import os
import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import ClassVar

import hypothesis
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool
from werkzeug.routing import Rule

from casework import create_app
from casework.accounts import routes as account_routes
from casework.accounts.models import Officer
from casework.config import Settings
from casework.database import db
from casework.permissions import Role
from casework.schema import service as schema
from tests.support.client import Browserless
from tests.support.factories import make_officer

pytest_plugins = [
    "tests.support.databases",
    "tests.support.browser",
    "tests.support.bucket",
    "tests.support.decoded",
    "tests.support.mail",
    "tests.support.redis_server",
]

KEY = "a key for tests only, long enough to pass"

# A slow machine fails no test.
hypothesis.settings.register_profile("casework", deadline=None)
hypothesis.settings.load_profile("casework")


def pytest_collection_finish() -> None:
    """Set aside what was imported and collected: to look through it for garbage again and again is a ninth of a run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def migrated(server: str | None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database at head; copied, never written to, by committed tests."""
    if server is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'migrated.sqlite3'}"
    else:
        url = create_database(server, "migrated")
    with opened(application(url, tmp_path_factory.mktemp("instance"))):
        schema.upgrade()
    return url


def create_database(server: str, name: str, template: str = "template1") -> str:
    """Create a database on the private server, and return its address."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


class Compiled(BytecodeCache):
    """Templates as one application compiled them, for those that come after it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class KnownRule(Rule):
    """A route whose builder of addresses, once compiled, serves each application that has it: most of making one."""

    known: ClassVar[dict[Hashable, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((self.defaults or {}).items()))
        key = (self.rule, tuple(self._trace), defaults, append_unknown)
        if key not in self.known:
            self.known[key] = super()._compile_builder(append_unknown)
        return self.known[key]


Flask.url_rule_class = KnownRule


def application(url: str, instance: Path, **settings: object) -> Flask:
    """Return the application on the database at `url`."""
    account_routes.limiter.enabled = True
    app = create_app(Settings(secret_key=KEY, database_url=url, instance=instance, **settings))  # type: ignore[arg-type]
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.jinja_env.bytecode_cache = COMPILED
    account_routes.limiter.enabled = False  # one test after another signs in from one address
    return app


@contextmanager
def opened(app: Flask) -> Iterator[None]:
    """Enter the application; afterwards its database is let go of, and nobody may still hold a connection to it.

    A connection that is given back only after the rest were closed is closed by nobody.
    """
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            pool = db.engine.pool
            db.engine.dispose()
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0, "something still holds a connection to the database"


@pytest.fixture(scope="session")
def shared_app(
    migrated: str, server: str | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application that savepoint tests share, on a copy of the migrated database."""
    url = copy_of(migrated, server, tmp_path_factory.mktemp("shared"))
    shared = application(url, tmp_path_factory.mktemp("instance"))
    yield shared
    with opened(shared):
        pass


def copy_of(migrated: str, server: str | None, folder: Path) -> str:
    """Return the address of a fresh copy of the migrated database."""
    if server is not None:
        return create_database(server, f"copy_{os.urandom(6).hex()}", "migrated")
    path = folder / "casework.sqlite3"
    shutil.copyfile(make_url(migrated).database or "", path)
    return f"sqlite:///{path}"


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application, in an application context. All that the test writes is undone, or was on its own copy."""
    if request.node.get_closest_marker("committed"):
        migrated, server = request.getfixturevalue("migrated"), request.getfixturevalue("server")
        own = application(copy_of(migrated, server, tmp_path), tmp_path / "instance")
        with opened(own):
            yield own
        return
    shared: Flask = request.getfixturevalue("shared_app")
    connection: Connection | None = request.getfixturevalue("standing")
    with shared.app_context(), nullcontext(connection) if connection else db.engine.connect() as used:
        outer = used.begin_nested() if connection else used.begin()
        with through(shared, used):
            yield shared
        outer.rollback()


@contextmanager
def through(shared: Flask, connection: Connection) -> Iterator[None]:
    """Let all that the application does with its database go through `connection`, in savepoints."""
    engines = db._app_engines[shared]
    engine, engines[None] = engines[None], connection  # type: ignore[assignment]
    db.session.remove()
    db.session.configure(join_transaction_mode="create_savepoint")
    try:
        yield
    finally:
        db.session.remove()
        engines[None] = engine


@pytest.fixture(scope="module")
def standing(request: pytest.FixtureRequest, shared_app: Flask) -> Iterator[Connection | None]:
    """The connection on which stands, for all tests of a file, what its `prepare` wrote; None where it has none.

    Only what no test asks the age of: midnight may pass between it and a test.
    """
    prepare: Callable[[], None] | None = getattr(request.module, "prepare", None)
    if prepare is None:
        yield None
        return
    with shared_app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        with through(shared_app, connection):
            prepare()
        yield connection
        outer.rollback()


@pytest.fixture
def empty_database(server: str | None, tmp_path: Path) -> str:
    """The address of a database in which nothing is, not even a table."""
    return new_database(server, tmp_path)


def new_database(server: str | None, folder: Path) -> str:
    """Return the address of a database in which nothing is; on SQLite its file is in `folder`."""
    if server is not None:
        return create_database(server, f"empty_{os.urandom(6).hex()}")
    return f"sqlite:///{folder / 'empty.sqlite3'}"


@pytest.fixture
def officer(app: Flask) -> Callable[..., Officer]:
    """Make an officer with the roles given."""
    return make_officer


@pytest.fixture
def client(app: Flask) -> Browserless:
    """A strict client: it reads every page as a person's software would, and fails on what is wrong with it."""
    return Browserless(app)


@pytest.fixture
def monitoring_officer(app: Flask) -> Officer:
    """A Monitoring Officer."""
    return make_officer(Role.MONITORING_OFFICER, name="Morgan Officer")


@pytest.fixture
def count_selects(app: Flask) -> Iterator[list[str]]:
    """The SELECT statements executed since the list was last cleared."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)
