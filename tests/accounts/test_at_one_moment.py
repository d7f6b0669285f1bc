"""Two administrators at one moment: every account has an e-mail and an exhibit prefix of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.accounts.service import create_officer
from casework.database import db
from casework.errors import DomainError

pytestmark = pytest.mark.committed


def make_at_once(app: Flask, emails: list[str]) -> list[str]:
    """Make an account of one name for each e-mail, all at once; return the prefixes, or what was refused."""

    def make(email: str) -> str:
        with app.app_context():
            try:
                made = create_officer(name="Jo Example", email=email, password=None, roles=[], actor=None)
            except DomainError as error:
                return error.field or ""
            else:
                return made.exhibit_prefix
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(make, emails))


def test_accounts_of_one_name_made_at_one_moment_each_get_a_prefix_of_their_own(app: Flask) -> None:
    prefixes = make_at_once(app, [f"jo{number}@council.example" for number in range(8)])
    assert len(set(prefixes)) == 8
    assert set(db.session.scalars(select(Officer.exhibit_prefix))) == set(prefixes)


def test_of_two_accounts_with_one_email_made_at_one_moment_the_second_is_refused_in_words(app: Flask) -> None:
    answers = make_at_once(app, ["jo@council.example"] * 4)
    assert sorted(answers) == ["JE", "email", "email", "email"]
