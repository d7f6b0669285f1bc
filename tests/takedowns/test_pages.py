"""Removal requests over HTTP: the journey, what the table forbids, walls, and what a takedown officer must not see."""

import csv
import hashlib
import re
from io import BytesIO
from typing import Any, TypeAlias

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.correspondence.models import Letter
from casework.database import db
from casework.permissions import Permission, Role, can
from casework.takedowns import queries, service
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.route_facts import ROUTE_FACTS
from casework.takedowns.workflow import (
    Ground,
    ProportionalityQuestion,
    RequestAction,
    RequestStatus,
    Route,
)
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless, Page
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.forms import day, moment
from tests.support.request_factories import (
    make_clauses,
    make_exhibit,
    make_post,
    make_request,
    request_in,
)

A: TypeAlias = RequestAction
S: TypeAlias = RequestStatus
LIMIT = 12
CANARIES = {
    "complainant": "Perdita Quillfeather",
    "contact": "perdita@quillfeather.example",
    "wants": "Wants Zanzibar apology",
    "description": "Narrative about the gasworks",
    "reasons": "Reasons about the sturgeon",
    "answer": "Answer about the turbot",
    "subject": "Ottoline Marchbanks",
}


def only_request() -> RemovalRequest:
    """Return the request that a test is about: the first, where another asks anew."""
    first = select(RemovalRequest).order_by(RemovalRequest.id).limit(1)
    return db.session.scalars(first.execution_options(populate_existing=True)).one()


def test_a_request_is_asked_for_from_draft_to_close(client: Browserless, monitoring_officer: Officer) -> None:
    deputy, takedown = make_officer(Role.DEPUTY), make_officer(Role.TAKEDOWN_OFFICER)
    case = make_case(monitoring_officer, councillor=make_councillor())
    cases.change_case(case, actor=monitoring_officer, member_told_on=clock.today())
    post = make_post(case, monitoring_officer)
    make_exhibit(case, monitoring_officer, post)
    clause = make_clauses()[0]
    client.sign_in(monitoring_officer)
    new = f"/cases/{case.id}/removal-requests/new"
    entered: dict[str, Any] = {
        **client.get(new).fields(),
        "posts": post.id,
        "clauses": clause.id,
        "reasons": "It exposes somebody",
        "given_to_id": takedown.id,
        **{f"why_{question.value}": "Considered" for question in ProportionalityQuestion},
    }
    assert entered["recipient"] == "Councillor Jo Example"
    at = client.post(new, entered)
    request = only_request()
    assert request.deadline_days == ROUTE_FACTS[Route.COUNCILLOR].days
    assert "drafted it yourself" in client.get(f"{at}/approve").words
    client.sign_in(deputy)
    approve = client.get(f"{at}/approve")
    assert "hashed again" in approve.words
    client.post(f"{at}/approve", {**approve.fields(), "confirmed": "pictures"})
    client.sign_in(takedown)
    mine = client.get(f"/my-requests/{request.id}")
    assert "Send the letter to Councillor Jo Example, and mark it as sent" in mine.words
    assert post.address in mine.words
    sent = client.get(f"{at}/sent").fields()
    client.post(f"{at}/sent", {**sent, "sent_how": "By e-mail"})
    client.post(f"{at}/reply", {"kind": "complied", **day("received_on")})
    client.post(
        f"{at}/posts/{post.id}/look",
        {
            "seen": "removed",
            "means": "logged_out",
            **moment("seen_at"),
            "file": (BytesIO(png((44, 33))), "a.png"),
        },
        content_type="multipart/form-data",
    )
    assert only_request().status is S.VERIFICATION_DUE
    client.sign_in(monitoring_officer)
    refused = client.post(f"{at}/finding", {"finding": "verify_removed"}, status=422)
    assert "1 of 2 looks" in refused.words
    client.post(f"{at}/finding", {"finding": "find_inconclusive", "reason": "Seen once"})
    client.post(f"{at}/close", {**client.get(f"{at}/close").fields(), "reason": "Done"})
    assert only_request().status is S.CLOSED
    page = client.get(at)
    assert "Outcome Inconclusive" in page.words
    for words in (page.words, client.get(f"/cases/{only_request().case_id}/print").words):
        assert "Why it was found so Seen once" in words, "not the reason for closing it, which is another"
    assert "Nothing more is to be done." in page.words


def first_post(request: RemovalRequest) -> int:
    return queries.posts_in(request)[0].id


def narrow_paths(request: RemovalRequest) -> list[str]:
    at = f"/removal-requests/{request.id}"
    return [
        "/my-requests",
        f"/my-requests/{request.id}",
        f"{at}/letter",
        f"{at}/letter.txt",
        f"{at}/letter/print",
        f"{at}/sent",
        f"{at}/reply",
        f"{at}/posts/{first_post(request)}/look",
    ]


def planted(actor: Officer) -> Case:
    """Make a case full of words that a takedown officer must not read."""
    case = make_case(
        actor, councillor=make_councillor(CANARIES["subject"]), description=CANARIES["description"]
    )
    cases.add_complaint(
        case,
        actor=actor,
        complainant_name=CANARIES["complainant"],
        complainant_contact=CANARIES["contact"],
        wants=CANARIES["wants"],
    )
    cases.add_note(case, CANARIES["description"], actor=actor)
    return case


def test_a_takedown_officer_reads_nothing_of_the_case(
    client: Browserless, monitoring_officer: Officer
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    case = planted(monitoring_officer)
    for status in (S.AUTHORISED, S.SENT, S.VERIFICATION_DUE):
        request = request_in(
            status,
            monitoring_officer,
            case=case,
            recipient="The administrators of the page",
            given_to_id=takedown.id,
            reasons=CANARIES["reasons"],
            proportionality={question.value: CANARIES["answer"] for question in ProportionalityQuestion},
        )
        client.sign_in(takedown)
        for path in narrow_paths(request):
            response = client.http.get(path)
            if response.status_code == 409:  # not possible in this state
                continue
            assert response.status_code == 200, path
            read = response.get_data(as_text=True) + str(response.headers)
            for what, canary in CANARIES.items():
                assert canary not in read, (what, path)
            assert "/copies/" not in read
            assert f"/cases/{case.id}" not in read
            assert "exhibits/" not in read


def test_a_takedown_officer_reaches_no_page_of_the_case(
    client: Browserless, monitoring_officer: Officer
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    request = request_in(S.AUTHORISED, monitoring_officer, given_to_id=takedown.id)
    client.sign_in(takedown)
    at = f"/removal-requests/{request.id}"
    # The address that a colleague would pass on leads to their own page of the request, and of no other.
    assert client.http.get(at).headers["Location"] == f"/my-requests/{request.id}"
    other = request_in(S.AUTHORISED, monitoring_officer)
    for path in (
        f"/removal-requests/{other.id}",
        *(f"{at}/{act}" for act in ("edit", "approve", "close")),
        "/removal-requests",
        "/removal-requests.xlsx",
        "/removal-requests.csv",
        *(f"/cases/{request.case_id}/{section}" for section in ("removal-requests", "letters")),
    ):
        assert client.http.get(path).status_code in {403, 404}, path


@pytest.mark.parametrize("role", [Role.TAKEDOWN_OFFICER, Role.DEPUTY, Role.STANDARDS_OFFICER])
def test_behind_a_wall_every_page_of_a_request_is_absent(
    role: Role, client: Browserless, monitoring_officer: Officer
) -> None:
    viewer = make_officer(role)
    request = request_in(S.SENT, monitoring_officer, given_to_id=viewer.id)
    cases.raise_wall(db.session.get_one(Case, request.case_id), viewer, "A witness", actor=monitoring_officer)
    client.sign_in(viewer)
    for path in narrow_paths(request)[1:]:
        assert client.http.get(path).status_code == 404, path
    if can(viewer, Permission.CASE_VIEW_SOME):
        for path in ("", "/edit", "/give", "/close", "/withdraw", "/finding"):
            assert client.http.get(f"/removal-requests/{request.id}{path}").status_code == 404, path
        assert request.name not in client.get("/removal-requests").words
        assert exported(client) == []
        assert in_csv(client)[1:] == []
    assert request.name not in client.get("/my-requests").words


def exported(client: Browserless, query: str = "") -> list[str]:
    response = client.http.get(f"/removal-requests.xlsx{query}")
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(response.data)).worksheets[0]
    response.close()
    return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def in_csv(client: Browserless, query: str = "") -> list[list[str]]:
    response = client.http.get(f"/removal-requests.csv{query}")
    assert response.mimetype == "text/csv"
    words = response.data.decode("utf-8-sig")
    response.close()
    return list(csv.reader(words.splitlines()))


def test_a_recipient_who_looks_like_a_formula_stays_text_in_the_file_for_other_programs(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.SENT, monitoring_officer, recipient='=HYPERLINK("https://evil.example")')
    heading, row = in_csv(client.sign_in(monitoring_officer))
    told = dict(zip(heading, row, strict=True))
    assert told["Request"] == request.name
    assert told["Recipient"].startswith("'=HYPERLINK")
    assert told["Sent"] == str(request.sent_on)
    assert told["Ground"] == Ground.CODE.label
    assert told["Follows from"] == ""


def test_the_register_for_other_programs_says_when_posts_were_seen_gone_and_are_to_be_looked_at(
    client: Browserless, monitoring_officer: Officer
) -> None:
    removed = request_in(S.MONITORING, monitoring_officer)
    sent = request_in(S.SENT, monitoring_officer)
    seen_at = select(Observation.seen_at).where(Observation.request_id == removed.id)
    looks = sorted(clock.london_date(moment) for moment in db.session.scalars(seen_at))
    heading, *listed = in_csv(client.sign_in(monitoring_officer))
    told = {row[0]: dict(zip(heading, row, strict=True)) for row in listed}
    seen = told[removed.name]
    assert (seen["Last look"], seen["Seen gone twice by"]) == (str(looks[-1]), str(looks[-1]))
    assert seen["To be looked at from"] == str(removed.next_look_on)
    assert seen["Monitored until"] == str(removed.monitored_until)
    assert told[sent.name]["Seen gone twice by"] == told[sent.name]["Last look"] == ""


def named(page: Page) -> list[str]:
    return [words for words, href in page.links().items() if re.search(r"/removal-requests/\d+$", href)]


def test_the_register_and_its_spreadsheet_list_the_same(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    for status in (S.DRAFT, S.SENT, S.REFUSED, S.CANCELLED):
        request_in(status, monitoring_officer, case=case)
    client.sign_in(monitoring_officer)
    for query, count in {
        "": 4,
        "?status=open": 3,
        "?status=refused": 1,
        "?due=late": 1,
        "?route=platform": 0,
        "?sort=-name": 4,
        "?status=nonsense&sort=nonsense&page=9999999999999": 4,
        f"?given_to={10**30}": 4,
    }.items():
        assert len(exported(client, query)) == count, query
        if "page=" not in query:
            assert named(client.get(f"/removal-requests{query}")) == exported(client, query), query


def test_pages_ask_the_database_a_fixed_number_of_times(
    client: Browserless, monitoring_officer: Officer, count_selects: list[str]
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    first = request_in(S.VERIFICATION_DUE, monitoring_officer, case=case, given_to_id=monitoring_officer.id)
    draft = make_request(monitoring_officer, case=case, posts=2)
    client.sign_in(monitoring_officer)
    paths = [
        f"/removal-requests/{first.id}",
        f"/removal-requests/{draft.id}/approve",
        f"/removal-requests/{first.id}/finding",
        f"/my-requests/{first.id}",
        "/my-requests",
        "/removal-requests",
        f"/cases/{case.id}/removal-requests",
        f"/cases/{case.id}/letters",
        f"/removal-requests/{first.id}/letter",
    ]
    before = {path: selects(client, path, count_selects) for path in paths}
    for _ in range(3):
        request_in(S.SENT, monitoring_officer, case=case, posts=3, given_to_id=monitoring_officer.id)
    client.sign_in(monitoring_officer)
    for path in paths:
        assert before[path] <= LIMIT, (path, before[path])
        assert selects(client, path, count_selects) == before[path], path


def selects(client: Browserless, path: str, statements: list[str]) -> int:
    client.get(path)  # what is read once a minute is read now
    statements.clear()
    client.get(path)
    return len(statements)


def test_a_platform_is_not_asked_on_the_code_alone_and_what_was_typed_is_kept(
    app: Flask, client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    post, clause = make_post(case, monitoring_officer), make_clauses()[0]
    new = f"/cases/{case.id}/removal-requests/new"
    client.sign_in(monitoring_officer)
    page = client.post(
        new,
        {
            **client.get(new).fields(),
            "posts": post.id,
            "route": "platform",
            "recipient": "The platform",
            "requested_action": "remove",
            "grounds": "code",
            "clauses": clause.id,
            "deadline_basis": "courtesy",
            "reasons": "Typed at length",
        },
        status=422,
    )
    assert "not one there" in page.errors[0]
    assert "Typed at length" in page.text


def test_the_print_out_of_a_case_holds_its_requests_and_letters(
    client: Browserless, monitoring_officer: Officer, count_selects: list[str]
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    request = request_in(S.VERIFIED_REMOVED, monitoring_officer, case=case, reasons="Named for the paper")
    client.sign_in(monitoring_officer)
    path = f"/cases/{case.id}/print"
    page = client.get(path)
    letter = db.session.get_one(Letter, request.letter_id)
    for words in (
        request.name,
        "Named for the paper",
        "Gone, not said by whom",
        letter.sha256,
        "IF YOU DISAGREE",
    ):
        assert str(words) in page.words, words
    style = client.http.get(f"/cases/{case.id}/print.css")
    assert style.mimetype == "text/css"
    assert f'content: "{case.reference}"' in style.text

    def cost() -> int:
        count_selects.clear()
        client.get(path)
        return len(count_selects)

    few = cost()
    request_in(S.REFUSED, monitoring_officer, case=case)
    assert cost() == few
    client.sign_in(make_officer(Role.TAKEDOWN_OFFICER))
    assert client.http.get(f"/cases/{case.id}/print.css").status_code in {403, 404}


def test_a_letter_is_downloaded_as_it_was_frozen(client: Browserless, monitoring_officer: Officer) -> None:
    request = request_in(S.SENT, monitoring_officer)
    at = f"/removal-requests/{request.id}/letter"
    response = client.sign_in(monitoring_officer).http.get(f"{at}.txt")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(response.data).hexdigest() in client.get(at).words


def test_an_approver_who_read_an_earlier_draft_is_shown_what_changed_in_both_texts(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = make_request(monitoring_officer, reasons="It names a child")
    path = f"/removal-requests/{request.id}/approve"
    read = client.sign_in(make_officer(Role.DEPUTY)).get(path).fields()
    service.change_request(
        request,
        actor=monitoring_officer,
        posts=queries.posts_in(request),
        clauses=queries.clauses_in(request),
        reasons="It names a school",
    )
    page = client.post(path, read, status=409)
    assert page.heading == "This was changed while you were reading"
    assert "As you had read it" in page.words
    assert "It names a child" in page.words
    assert "It names a school" in page.words
    assert "othing of yours was saved" not in page.words


def test_an_address_that_reads_like_a_platforms_is_warned_of_wherever_it_is_looked_at(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, given_to_id=monitoring_officer.id)
    [post] = queries.posts_in(request)
    cases.change_post(post, actor=monitoring_officer, address="https://faceb00k.com/p/1")
    client.sign_in(monitoring_officer)
    for path in (
        f"/removal-requests/{request.id}",
        f"/my-requests/{request.id}?do=look",
        "/my-requests/to-verify",
        "/my-requests/to-verify/looks",
        f"/cases/{request.case_id}/posts",
    ):
        assert "reads like an address of Facebook, and its host is faceb00k.com" in client.get(path).words, (
            path
        )
