"""What an officer types finds the case that is meant, and costs the same in a small office and in a large one."""

import pytest
from flask import Flask
from sqlalchemy import Select, select, text

from casework.accounts.models import Officer
from casework.cases import queries, service
from casework.cases.models import Case
from casework.cases.queries import lookups
from casework.database import db
from casework.errors import DomainError
from casework.permissions import Role
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.factories import make_officer


def found(viewer: Officer, words: str) -> list[int]:
    return [case.id for case, _ in queries.case_matches(viewer, words)]


def prepare() -> None:
    """Register twelve cases of one year, the last about Jo O’Brien."""
    registrar = make_officer(Role.MONITORING_OFFICER)
    for councillor in [make_councillor("Lee Ordinary")] * 11 + [make_councillor("Jo O’Brien")]:
        make_case(registrar, councillor=councillor)


@pytest.fixture
def office(app: Flask) -> list[Case]:
    """The twelve cases, in the order of their numbers."""
    return list(db.session.scalars(select(Case).order_by(Case.id)))


@pytest.mark.parametrize(
    "words", ["{year}/12", "{year}/0012", "SMC/{year}/0012", "smc {year} 12", "12", "0012"]
)
def test_a_case_is_found_by_its_number_as_people_write_it(
    words: str, office: list[Case], monitoring_officer: Officer
) -> None:
    assert found(monitoring_officer, words.format(year=office[0].year))[0] == office[-1].id


@pytest.mark.parametrize("words", ["jo", "O'Br", "obrien jo"])
def test_a_case_is_found_by_the_beginnings_of_a_councillors_name(
    words: str, office: list[Case], monitoring_officer: Officer
) -> None:
    assert queries.case_matches(monitoring_officer, words) == [(office[-1], "Jo O’Brien")]


def test_the_newest_ten_come_first_where_many_fit(office: list[Case], monitoring_officer: Officer) -> None:
    newest = [case.id for case in reversed(office)][:10]
    year = office[0].year
    for words in ("SM", "smc/", f"SMC/{year}", f"SMC/{year}/00", str(year)):
        assert found(monitoring_officer, words) == newest
    assert found(monitoring_officer, "ordinary") == [case.id for case in reversed(office[:11])][:10]


def test_a_draft_is_found_by_its_number(monitoring_officer: Officer) -> None:
    draft = make_draft(monitoring_officer)
    assert found(monitoring_officer, f"draft {draft.id}") == [draft.id]
    assert queries.case_named(monitoring_officer, f"Draft {draft.id}") == draft


def test_a_walled_case_is_not_offered_by_any_way_of_typing_it(
    office: list[Case], monitoring_officer: Officer
) -> None:
    hidden, deputy = office[-1], make_officer(Role.DEPUTY)
    service.raise_wall(hidden, deputy, "Is the complainant", actor=monitoring_officer)
    for words in ("SM", f"{hidden.year}", f"{hidden.year}/12", "12", "obrien", f"draft {hidden.id}"):
        assert hidden.id not in found(deputy, words)
        with pytest.raises(DomainError, match="that you can see"):
            queries.case_named(deputy, words)
    assert len(found(deputy, "SM")) == 10, "the wall takes one away, and another fills its place"


@pytest.mark.parametrize(
    "words", ["", "S", "%%", "__", "!!", "9" * 30, "draft " + "9" * 30, "2026/" + "9" * 30]
)
def test_what_fits_nothing_finds_nothing(words: str, office: list[Case], monitoring_officer: Officer) -> None:
    assert found(monitoring_officer, words) == []


def test_a_reference_is_typed_in_any_case_of_letters_and_without_its_noughts(
    office: list[Case], monitoring_officer: Officer
) -> None:
    for words in (f"smc/{office[0].year}/0001", f"{office[0].year}/1", " SMC / x "):
        if "x" in words:
            with pytest.raises(DomainError):
                queries.case_named(monitoring_officer, words)
        else:
            assert queries.case_named(monitoring_officer, words) == office[0]


@pytest.mark.parametrize("words", ["SMC/2026/00", "2026/42", "2026", "42", "draft 7", "jo"])
def test_the_type_ahead_reads_no_table_of_cases_from_end_to_end(
    words: str, office: list[Case], monitoring_officer: Officer
) -> None:
    assert office
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text("SET LOCAL enable_seqscan = off")
        )  # twelve cases fit one page, and reading it wins
    for query in lookups._ways(monitoring_officer, words):
        plan = _plan(query.limit(lookups.MATCHES))
        for table in ("cases", "subject_members"):
            assert f"SCAN {table}" not in plan, plan
            assert f"Seq Scan on {table}" not in plan, plan


def _plan(query: Select[int]) -> str:
    statement = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    prefix = "EXPLAIN " if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    rows = db.session.connection().exec_driver_sql(prefix + statement.replace("%", "%%"))
    return "\n".join(str(row[-1]) for row in rows) + "\n"
