"""Lists, exports and type-ahead hold exactly what the viewer may see."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service
from casework.cases.queries import listing, subjects_of
from casework.cases.queries.listing import CaseFilter, listed, page_of_cases, rows_of_cases
from casework.cases.workflow import AssignmentKind, CaseStatus, Nature
from casework.database import db
from casework.members.workflow import Platform
from casework.permissions import Role
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer


def exported(client: Browserless, query: str = "") -> list[tuple[object, ...]]:
    with client.http.get(f"/cases/export.xlsx{query}") as answer:
        assert answer.status_code == 200
        [sheet] = load_workbook(BytesIO(answer.data)).worksheets
    return [tuple(cell.value for cell in row) for row in sheet.rows]


def test_the_export_holds_exactly_what_the_list_shows(
    client: Browserless, monitoring_officer: Officer
) -> None:
    for place in range(30):
        nature = Nature.BULLYING if place % 3 else Nature.DISREPUTE
        make_case(monitoring_officer, received_on=clock.today() - timedelta(days=place), nature=nature)
    service.close_case(make_case(monitoring_officer), "Resolved", actor=monitoring_officer)
    client.sign_in(monitoring_officer)
    for query in ("", "?status=any", "?nature=bullying", "?sort=received&overdue=y"):
        shown, path = [], f"/cases{query}"
        while path:
            page = client.get(path)
            shown += [words for words in page.links() if words.startswith("SMC/")]
            path = next((link for words, link in page.links().items() if "Next page" in words), "")
        assert [row[0] for row in exported(client, query)[1:]] == shown, query


def test_an_export_is_recorded_with_its_filters_and_count(
    client: Browserless, monitoring_officer: Officer
) -> None:
    make_case(monitoring_officer, nature=Nature.BULLYING)
    exported(client.sign_in(monitoring_officer), "?nature=bullying")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == Verb.CASES_EXPORTED.value)).one()
    db.session.refresh(event, ["detail"])
    assert event.detail.body == {"count": 1, "filters": [f"Nature: {Nature.BULLYING.label}"]}


def test_a_walled_case_is_in_no_list_count_export_or_page_of_a_councillor(
    client: Browserless, monitoring_officer: Officer
) -> None:
    councillor, deputy = make_councillor("Lee Hidden"), make_officer(Role.DEPUTY)
    seen, hidden = (make_case(monitoring_officer, councillor=councillor) for _ in range(2))
    service.raise_wall(hidden, deputy, "Is the complainant", actor=monitoring_officer)
    client.sign_in(deputy)
    for path, count in {
        "/cases": "1 open case",
        "/cases?status=any": "1 case",
        "/cases?councillor=Hidden": "1 open case",
        f"/councillors/{councillor.id}/cases": "1 case",
    }.items():
        page = client.get(path)
        assert hidden.name not in page.words
        assert seen.name in page.words
        assert count in page.words
    assert [row[0] for row in exported(client)[1:]] == [seen.name]
    found = client.http.get("/cases/matches", query_string={"q": "Hidden"}).get_json()
    assert [each["label"] for each in found] == [seen.name]


def test_an_investigator_lists_what_is_assigned_and_no_more(
    client: Browserless, monitoring_officer: Officer
) -> None:
    investigator = make_officer(Role.INVESTIGATOR)
    mine, _other = make_case(monitoring_officer), make_case(monitoring_officer)
    service.assign(mine, investigator, AssignmentKind.INVESTIGATOR, actor=monitoring_officer)
    client.sign_in(investigator)
    assert [row[0] for row in exported(client, "?status=any")[1:]] == [mine.name]
    assert "1 case" in client.get("/cases?status=any").words


def test_a_filter_that_makes_no_sense_says_so_and_narrows_nothing(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    client.sign_in(monitoring_officer)
    page = client.get("/cases?received_from-day=31&received_from-month=2&received_from-year=2026", 422)
    assert "no day 31" in page.errors[0]
    assert case.name in page.words
    assert (
        case.name in client.get("/cases?status=nonsense&nature=nonsense&owner_id=x&page=x&sort=x", 422).words
    )


def test_where_nothing_is_due_a_case_comes_last_whichever_database(monitoring_officer: Officer) -> None:
    idle, busy = make_case(monitoring_officer), make_case(monitoring_officer)
    service.close_case(idle, "Resolved", actor=monitoring_officer)
    everything = CaseFilter(statuses=(), sort="due")
    found = db.session.scalars(listed(monitoring_officer, everything, clock.today())).all()
    assert list(found) == [busy, idle]


def test_a_councillor_who_is_not_concerned_has_no_case(
    client: Browserless, monitoring_officer: Officer
) -> None:
    councillor = make_councillor("Kim Cleared")
    case = make_case(monitoring_officer, councillor=councillor)
    [subject] = subjects_of(case.id)
    service.remove_subject(subject, "Another of that name", actor=monitoring_officer)
    words = client.sign_in(monitoring_officer).get(f"/councillors/{councillor.id}/cases").words
    assert "No case that you can see is about Kim Cleared" in words


def test_the_page_and_the_export_read_the_same_rows(monitoring_officer: Officer) -> None:
    cases = [make_case(monitoring_officer, councillor=make_councillor(f"Number {n}")) for n in range(3)]
    wanted = CaseFilter(statuses=(CaseStatus.OPEN,))
    page = page_of_cases(monitoring_officer, wanted, clock.today(), 1)
    rows = list(rows_of_cases(monitoring_officer, wanted, clock.today()))
    assert (
        [case.name for case in page.rows]
        == [row[0] for row in rows]
        == [case.name for case in reversed(cases)]
    )
    assert rows[0][1] == "Number 2"


def test_the_list_is_sorted_by_the_councillors_surname_and_keeps_step_with_a_new_name(
    client: Browserless, monitoring_officer: Officer
) -> None:
    renamed = make_councillor("Jo Alder")
    about = {
        name: make_case(monitoring_officer, councillor=councillor)
        for name, councillor in (
            ("Alder", renamed),
            ("Birch", make_councillor("Zoe Birch")),
            ("nobody", None),
        )
    }
    client.sign_in(monitoring_officer)

    def order(sort: str) -> list[str]:
        shown = client.get(f"/cases?sort={sort}").links()
        return [name for link in shown for name, case in about.items() if link == case.reference]

    assert order("councillor") == ["Alder", "Birch", "nobody"]
    edit = f"/councillors/{renamed.id}/edit"
    client.post(edit, {**client.get(edit).fields(), "name": "Jo Yew"})
    assert "Jo Yew" in client.get("/cases").words
    assert order("councillor") == ["Birch", "Alder", "nobody"]
    assert order("-councillor") == ["nobody", "Alder", "Birch"]
    reference = about["Alder"].reference
    assert reference in client.get("/search?q=Yew&kind=case").links()
    assert reference not in client.get("/search?q=Alder&kind=case").links()
    [subject] = subjects_of(about["Alder"].id)
    service.remove_subject(subject, "Not concerned", actor=monitoring_officer)
    assert order("councillor")[0] == "Birch"


@pytest.mark.parametrize("few", [0, 100], ids=["many", "few"])
def test_few_and_many_that_fit_a_filter_are_listed_alike(
    monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    lee = make_councillor("Lee Sought")
    first, second = (make_case(monitoring_officer, councillor=lee) for _ in range(2))
    make_case(monitoring_officer, councillor=make_councillor("Kit Other"))
    service.add_post(second, actor=monitoring_officer, platform=Platform.BLOG, words="One")
    service.add_post(second, actor=monitoring_officer, platform=Platform.BLOG, words="Another")

    def found(**wanted: Any) -> list[int]:
        page = page_of_cases(monitoring_officer, CaseFilter(sort="received", **wanted), clock.today(), 1)
        assert page.total == len(page.rows)
        return [case.id for case in page.rows]

    assert found(councillor="sought") == [first.id, second.id]
    assert found(platform=Platform.BLOG) == [second.id], "once, however many posts"
    assert found(platform=Platform.BLOG, councillor="other") == []
