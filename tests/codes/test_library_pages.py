"""Reading the library, loading what is shipped, amending with history, and comparing."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.codes import library, queries, service
from casework.codes.workflow import ClauseKind
from casework.database import db
from casework.errors import DomainError, NotPossible, Stale
from casework.permissions import Role
from tests.support.case_factories import make_councillor
from tests.support.client import Browserless
from tests.support.code_factories import SECOND_FROM, authority_of, clause_id, load_codes, succeed

FORM = {
    "in_force_from-day": "1",
    "in_force_from-month": "5",
    "in_force_from-year": "2024",
    "label": "adopted 2024",
}


def amended(clause_key: int, actor: Officer, **changes: object) -> None:
    clause = queries.clause(clause_key)
    values = {
        name: getattr(clause, name)
        for name in ("title", "summary", "kind", "advice", "keywords", "paragraphs")
    }
    service.amend_clause(clause, **{**values, "reason": "Counsel advised it", **changes}, actor=actor)


def test_an_empty_library_offers_the_shipped_codes_to_those_who_may_load_them(
    client: Browserless, officer: Callable[..., Officer], monitoring_officer: Officer
) -> None:
    assert "Load the shipped Codes" in client.sign_in(monitoring_officer).get("/codes").links()
    reader = client.sign_in(officer(Role.STANDARDS_OFFICER))
    assert "Load the shipped Codes" not in reader.get("/codes").links()
    reader.get("/codes/load-shipped", 403)


def test_both_shipped_codes_are_loaded_and_published_from_the_day_given(
    client: Browserless, monitoring_officer: Officer
) -> None:
    authority = authority_of(make_councillor())
    at = client.sign_in(monitoring_officer).post(
        "/codes/load-shipped", {**FORM, "authorities": [str(authority)]}
    )
    page = client.get(at)
    assert "1 May 2024 to further notice" in page.words
    assert page.words.count("Not loaded") == 2
    assert sorted(held.clauses for held in queries.counts().values()) == [21, 42]
    again = client.post("/codes/load-shipped", {**FORM, "authorities": [str(authority)]}, 422)
    assert again.errors == ["Both shipped Codes are in the library already. Nothing was changed."]


def test_without_a_day_or_an_authority_nothing_is_loaded(
    client: Browserless, monitoring_officer: Officer
) -> None:
    make_councillor()
    page = client.sign_in(monitoring_officer).post("/codes/load-shipped", {"label": "x"}, 422)
    assert page.errors == ["Say from which day the Codes are in force."]
    page = client.post("/codes/load-shipped", FORM, 422)
    assert page.errors == ["Choose at least one authority that has adopted the Code."]
    assert queries.codes() == []


def test_a_version_shows_every_clause_and_says_that_no_wording_is_loaded(
    client: Browserless, officer: Callable[..., Officer], count_selects: list[str]
) -> None:
    version, _ = load_codes()
    client.sign_in(officer(Role.INVESTIGATOR))
    count_selects.clear()
    page = client.get(f"/codes/versions/{version.id}")
    assert len(count_selects) <= 12
    articles = list(page.root.iter("article"))
    assert len(articles) == 42
    assert page.words.count("The official wording is not loaded.") == 42
    assert "Amend" not in page.links()
    count_selects.clear()
    client.get("/codes")
    assert len(count_selects) <= 12


def test_amending_a_clause_needs_a_reason_and_keeps_what_was_there_before(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    key = clause_id(version, "R2")
    client.sign_in(monitoring_officer)
    form = client.get(f"/codes/clauses/{key}/amend").fields()
    page = client.post(f"/codes/clauses/{key}/amend", {**form, "kind": "obligation"}, 422)
    assert page.errors == ["Say why the clause is amended."]
    assert page.fields()["kind"] == ["obligation"]
    client.post(
        f"/codes/clauses/{key}/amend", {**form, "kind": "obligation", "reason": "The committee said so"}
    )
    words = client.get(f"/codes/clauses/{key}").words
    assert "Kind: was “Guidance”, now “Obligation”" in words
    assert "The committee said so" in words
    assert f"{monitoring_officer.name} amended clause R2" in words


def test_the_second_of_two_officers_to_amend_a_clause_is_shown_both_texts(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    key = clause_id(version, "A1")
    form = client.sign_in(monitoring_officer).get(f"/codes/clauses/{key}/amend").fields()
    amended(key, monitoring_officer, title="Theirs")
    page = client.post(f"/codes/clauses/{key}/amend", {**form, "title": "Mine", "reason": "x"}, 409)
    assert "Theirs" in page.words
    assert "Mine" in page.words
    with pytest.raises(Stale):
        amended(key, monitoring_officer, title="Mine", version=1)
    assert queries.clause(key).title == "Theirs"


def test_those_who_only_read_cannot_amend(client: Browserless, officer: Callable[..., Officer]) -> None:
    version, _ = load_codes()
    client.sign_in(officer(Role.STANDARDS_OFFICER)).get(
        f"/codes/clauses/{clause_id(version, 'A1')}/amend", 403
    )


def test_two_versions_are_compared_in_words_that_need_no_colour(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    later = succeed(version, SECOND_FROM, actor=monitoring_officer)
    client.sign_in(monitoring_officer)
    assert "Nothing differs." in client.get(f"/codes/compare?a={version.id}&b={later.id}").words
    amended(
        clause_id(later, "A1"),
        monitoring_officer,
        kind=ClauseKind.GUIDANCE,
        title="Care with data",
        paragraphs=[],
    )
    page = client.get(f"/codes/compare?a={version.id}&b={later.id}")
    assert "Kind was Obligation, now Guidance" in page.words
    assert "[put in:" in page.words
    assert "Removed: 4.1, 5.1." in page.words
    client.get("/codes/compare?a=1", 404)


def test_wording_is_filled_once_and_never_changed(app: Flask, monitoring_officer: Officer) -> None:
    version, _ = load_codes()
    wording = {clause.reference: f"Rule {clause.reference}." for clause in queries.clauses_of(version.id)}
    assert service.fill_wording(version, wording, actor=monitoring_officer) == 42
    assert service.fill_wording(version, wording, actor=monitoring_officer) == 0
    with pytest.raises(NotPossible, match="A1 is loaded already"):
        service.fill_wording(version, {**wording, "A1": "Do."}, actor=monitoring_officer)
    with pytest.raises(NotPossible, match="no clause Z9"):
        service.fill_wording(version, {"Z9": "Do."}, actor=monitoring_officer)
    assert queries.clause(clause_id(version, "A1")).wording == "Rule A1."


def test_wording_is_filled_for_the_whole_version_or_not_at_all(
    app: Flask, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    with pytest.raises(NotPossible, match="no wording for A2"):
        service.fill_wording(version, {"A1": "Do not."}, actor=monitoring_officer)
    assert queries.clause(clause_id(version, "A1")).wording is None


def test_a_gap_between_versions_needs_a_reason(app: Flask, monitoring_officer: Officer) -> None:
    version, _ = load_codes()
    later = service.begin_version(
        version.code, "2026", map(service.from_shipped, library.social_media_code().clauses), actor=None
    )
    days = {"in_force_from": date(2026, 6, 1), "in_force_to": None, "actor": None}
    with pytest.raises(DomainError, match="From 1 June 2026 on, two versions would be in force"):
        service.publish(later, irregularity="", **days)  # type: ignore[arg-type]
    service.publish(later, irregularity="The old one binds co-opted members", **days)  # type: ignore[arg-type]
    with pytest.raises(NotPossible, match="published already"):
        service.publish(later, irregularity="x", **days)  # type: ignore[arg-type]


def test_adoption_can_change_but_a_code_is_never_without_an_authority(
    app: Flask, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    parish = authority_of(make_councillor("Cllr Other", authority="Little Parish Council"))
    with pytest.raises(DomainError, match="at least one authority"):
        service.change_adoption(version.code, [], actor=monitoring_officer)
    service.change_adoption(version.code, [parish], actor=monitoring_officer)
    assert [row.authority_id for row in queries.code(version.code_id).adoptions] == [parish]


@pytest.mark.committed
def test_the_command_line_loads_the_shipped_codes_and_lists_them(
    app: Flask, monitoring_officer: Officer, officer: Callable[..., Officer]
) -> None:
    make_councillor()
    run = app.test_cli_runner().invoke
    assert "empty" in run(args=["codes", "list"]).output
    reader = officer(Role.STANDARDS_OFFICER)
    refused = run(args=["codes", "load-shipped", "--as", reader.email, "--from", "2024-05-01"])
    assert (refused.exit_code, queries.codes()) == (1, [])
    assert "may not change the Code library" in refused.output
    done = run(args=["codes", "load-shipped", "--as", monitoring_officer.email, "--from", "2024-05-01"])
    assert done.exit_code == 0, done.output
    listed = run(args=["codes", "list"]).output
    assert "42 clauses, wording of 0 loaded" in listed
    assert "21 clauses" in listed
    assert "In force, 1 May 2024 to now" in listed
    assert db.session.query(AuditEvent).filter_by(actor_id=monitoring_officer.id).count() >= 6
