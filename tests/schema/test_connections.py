"""How a connection to the database is set up."""

from flask import Flask
from sqlalchemy import text

from casework.database import db


def test_postgresql_compiles_no_select_just_in_time_and_sqlite_keeps_every_promise(app: Flask) -> None:
    if db.engine.dialect.name == "postgresql":
        assert db.session.scalar(text("SHOW jit")) == "off"
    else:
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        assert db.session.scalar(text("PRAGMA synchronous")) == 2
