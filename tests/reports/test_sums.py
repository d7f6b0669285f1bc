"""The sum as the page and the files give it, for cases that were led through their lives by the commands."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import ChangeKind, ComplainantCategory
from casework.database import db
from casework.permissions import Role
from casework.reports import queries, service
from casework.reports.assembly import assemble
from casework.reports.facts import Period
from casework.reports.figures import Figures
from casework.reports.workflow import Edition
from tests.reports.offices import Step, live, moment, step
from tests.support.client import Browserless, Page
from tests.support.factories import make_officer

HALF_YEAR = Period(date(2026, 4, 1), date(2026, 9, 30))
AFTER = datetime(2026, 10, 12, 9, tzinfo=UTC)
REGISTERED, CLOSED, REOPENED = ChangeKind.REGISTERED, ChangeKind.CLOSED, ChangeKind.REOPENED
MERGED, DISCARDED = ChangeKind.MERGED, ChangeKind.DISCARDED
LINES = (
    "Open at the start",
    "+ Received",
    "+ Reopened",
    "− Closed",
    "− Merged into another case",
    "= Open at the end",
)
SUM = "Cases: from the start of the period to its end"


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def told(client: Browserless, period: Period = HALF_YEAR) -> tuple[tuple[int, ...], Page]:
    """Make the report on its pages, and return its sum, the same on the page and in both editions' files."""
    sums, client_page = set(), None
    for edition in Edition:
        days = {
            f"{name}-{part}": str(getattr(which, part))
            for name, which in (("period_from", period.start), ("period_to", period.end))
            for part in ("day", "month", "year")
        }
        path = client.post("/reports/new", {"edition": edition.value, "period": "other", **days})
        client_page = client.get(path)
        [table] = [each for each in client_page.root.iter("table") if SUM in "".join(each.itertext())]
        rows = {
            "".join(row[0].itertext()): int("".join(row[1].itertext())) for row in list(table.iter("tr"))[1:]
        }
        assert tuple(rows) == LINES
        sums.add(tuple(rows.values()))
        with client.http.get(f"{path}/draft/xlsx") as answer:
            sheet: Any = load_workbook(io.BytesIO(answer.data))["Summary"]
            cells = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
        assert {label: cells[label] for label in LINES} == rows
    [only] = sums
    assert client_page is not None
    return only, client_page


HISTORIES: dict[str, tuple[list[Step], tuple[int, ...]]] = {
    "closed and reopened twice inside the period": (
        [(day(3, 2), REGISTERED), (day(4, 10), CLOSED), (day(5, 1), REOPENED), (day(6, 1), CLOSED),
         (day(9, 1), REOPENED)],
        (1, 0, 2, 2, 0, 1),
    ),
    "received, closed and reopened twice, and closed": (
        [(day(4, 2), REGISTERED), (day(4, 10), CLOSED), (day(5, 1), REOPENED), (day(6, 1), CLOSED),
         (day(7, 1), REOPENED), (day(8, 3), CLOSED)],
        (0, 1, 2, 3, 0, 0),
    ),
    "closed before the period and reopened in it": (
        [(day(1, 5), REGISTERED), (day(3, 31), CLOSED), (day(4, 1), REOPENED)],
        (0, 0, 1, 0, 0, 1),
    ),
    "closed before the period and reopened after it": (
        [(day(1, 5), REGISTERED), (day(3, 31), CLOSED), (day(10, 1), REOPENED)],
        (0, 0, 0, 0, 0, 0),
    ),
    "received and closed on the first day": ([(day(4, 1), REGISTERED), (day(4, 1), CLOSED)], (0, 1, 0, 1, 0, 0)),
    "received and closed on the last day": ([(day(9, 30), REGISTERED), (day(9, 30), CLOSED)], (0, 1, 0, 1, 0, 0)),
    "received on the eve and closed on the day after": (
        [(day(3, 31), REGISTERED), (day(10, 1), CLOSED)],
        (1, 0, 0, 0, 0, 1),
    ),
    "by London's clocks: received and closed just after midnight, summer time": (
        [(datetime(2026, 3, 31, 23, 30, tzinfo=UTC), REGISTERED), (datetime(2026, 9, 30, 23, 30, tzinfo=UTC), CLOSED)],
        (0, 1, 0, 0, 0, 1),
    ),
    "merged in the period": ([(day(3, 2), REGISTERED), (day(9, 30), MERGED)], (1, 0, 0, 0, 1, 0)),
    "merged, taken apart again and closed": (
        [(day(4, 1), REGISTERED), (day(5, 5), MERGED), (day(5, 6), REOPENED), (day(9, 30), CLOSED)],
        (0, 1, 1, 1, 1, 0),
    ),
}  # fmt: skip


def test_the_sum_on_the_pages_and_in_the_files_counts_each_step_of_every_history(
    client: Browserless, monitoring_officer: Officer
) -> None:
    beside = live(monitoring_officer, day(1, 2), [(day(1, 2), REGISTERED)])  # open from first to last
    for steps, _ in HISTORIES.values():
        live(monitoring_officer, steps[0][0], steps, into=beside)
    expected = [
        sum(column)
        for column in zip((1, 0, 0, 0, 0, 1), *(each for _, each in HISTORIES.values()), strict=True)
    ]
    with clock.telling_of(AFTER):
        client.sign_in(monitoring_officer)
        found, _ = told(client)
    assert list(found) == expected
    opening, received, reopened, closed, merged, still_open = found
    assert opening + received + reopened - closed - merged == still_open


@pytest.mark.parametrize("name", HISTORIES)
def test_each_history_counts_as_it_should(monitoring_officer: Officer, name: str) -> None:
    steps, expected = HISTORIES[name]
    beside = live(
        monitoring_officer, day(10, 2), [(day(10, 2), REGISTERED)]
    )  # after the period: in none of its lines
    live(monitoring_officer, steps[0][0], steps, into=beside)
    assert sum_of(counted(monitoring_officer)) == expected


def test_a_case_received_before_the_period_and_registered_in_it_is_received_in_it_and_named(
    client: Browserless, monitoring_officer: Officer
) -> None:
    late = live(monitoring_officer, day(4, 9), [(day(4, 10), REGISTERED)], received=day(3, 20))
    live(monitoring_officer, day(4, 1), [(day(4, 1), REGISTERED)])
    with clock.telling_of(AFTER):
        client.sign_in(monitoring_officer)
        found, page = told(client)
        before, earlier = told(client, HALF_YEAR.before)
    assert (found, before) == ((0, 2, 0, 0, 0, 2), (0,) * 6)
    assert f"so counted as received in it: {late.reference}." in page.words
    assert "No case was logged late." in earlier.words


def test_drafts_stand_beside_the_sum_once_a_working_day_old_and_not_when_discarded_or_registered(
    client: Browserless, monitoring_officer: Officer
) -> None:
    live(monitoring_officer, day(9, 29))  # a Tuesday: one working day old on the last day
    live(monitoring_officer, day(9, 30))
    live(monitoring_officer, day(5, 5), [(day(9, 30), DISCARDED)])
    live(monitoring_officer, day(5, 5), [(day(10, 1), DISCARDED)])
    live(monitoring_officer, day(5, 5), [(day(9, 30), REGISTERED)])
    with clock.telling_of(AFTER):
        client.sign_in(monitoring_officer)
        found, page = told(client)
        assert "older than one working day: 2 drafts." in page.words
        _, before = told(client, HALF_YEAR.before)
        assert "older than one working day: 0 drafts." in before.words
    assert found == (0, 1, 0, 0, 0, 1)


def test_a_complaint_entered_after_its_period_was_reported_counts_in_the_next_and_the_page_says_so(
    client: Browserless, monitoring_officer: Officer
) -> None:
    """The issued report stays true, the headline is its table's total, and no complaint falls between two reports."""
    closed = live(monitoring_officer, day(5, 4), [(day(5, 5), REGISTERED), (day(6, 1), CLOSED)])
    with clock.telling_of(AFTER):
        first = assemble(service.draft_report(HALF_YEAR, Edition.PUBLIC, actor=monitoring_officer)).figures
    walled = make_officer(Role.DEPUTY)
    with clock.telling_of(moment(day(11, 3))):
        cases.add_complaint(
            closed, actor=monitoring_officer, complainant_name="Devi Late", received_on=day(9, 29),
            category=ComplainantCategory.CLERK,
        )  # fmt: skip
        cases.raise_wall(closed, walled, "Their own conduct", actor=monitoring_officer)
    winter = Period(date(2026, 10, 1), date(2027, 3, 31))
    again, later = counted(monitoring_officer), counted(monitoring_officer, winter)
    assert again == first
    assert (first.complaints, first.late_complaints, first.complainants.total) == (1, 0, 1)
    assert (later.complaints, later.late_complaints, later.complainants.total) == (1, 1, 1)
    assert sum_of(later) == (0,) * 6
    with clock.telling_of(datetime(2027, 4, 12, 9, tzinfo=UTC)):
        client.sign_in(monitoring_officer)
        _, page = told(client, winter)
    assert (
        "Complaints received: 1. Of these, 1 was received before the period and entered in it" in page.words
    )
    assert queries.walled_from_any(walled, winter), (
        "a report that counts the complaint is made by who may see its case"
    )


NEXT = {
    None: [REGISTERED, REGISTERED, REGISTERED, DISCARDED],
    REGISTERED: [CLOSED, MERGED],
    REOPENED: [CLOSED, MERGED],
    CLOSED: [REOPENED],
    MERGED: [REOPENED],
}
COME, GONE = {REGISTERED, REOPENED}, {CLOSED, MERGED}
lives = st.tuples(st.integers(0, 120), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), max_size=5))


def journal(rows: Sequence[tuple[int, list[tuple[int, int]]]]) -> list[tuple[date, int, ChangeKind | None]]:
    """Return what happens in an office, day by day: (day, case, step; None where its draft is begun)."""
    entries: list[tuple[date, int, ChangeKind | None]] = []
    for number, (begun, gaps) in enumerate(rows):
        on, last = date(2026, 1, 2) + timedelta(days=begun), None
        entries.append((on, number, None))
        for gap, choice in gaps:
            if last is DISCARDED:
                break
            on, last = on + timedelta(days=gap), NEXT[last][choice % len(NEXT[last])]
            entries.append((on, number, last))
    return sorted(entries, key=lambda entry: entry[:2])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lives, min_size=1, max_size=4), st.integers(0, 200), st.integers(0, 120))
def test_in_any_history_the_sum_holds_and_is_what_a_recount_on_the_last_day_finds(
    monitoring_officer: Officer, rows: list[tuple[int, list[tuple[int, int]]]], first: int, length: int
) -> None:
    start = date(2026, 1, 2) + timedelta(days=first)
    period = Period(start, start + timedelta(days=length))
    apart = db.engine.begin_nested()  # type: ignore[attr-defined]  # within a test the engine is its connection
    try:
        actor = db.session.query(Officer).filter_by(name="Morgan Officer").one()
        target = live(actor, day(1, 2), [(day(1, 2), REGISTERED)])
        made: dict[int, Case] = {}
        open_on_eve, open_at_end, moves = {-1}, {-1}, []
        for on, number, kind in journal(rows):
            if kind is None:
                made[number] = live(actor, on)
                continue
            with clock.telling_of(moment(on)):
                step(made[number], kind, actor, target)
            for until, still_open in ((period.eve, open_on_eve), (period.end, open_at_end)):
                if on <= until:
                    (still_open.add if kind in COME else still_open.discard)(number)
            moves += [kind] * (on in period)
        if period.eve < day(1, 2):
            open_on_eve.discard(-1)
            moves.append(REGISTERED)
        found = counted(actor, period)
        assert sum_of(found) == (
            len(open_on_eve),
            *(moves.count(kind) for kind in (REGISTERED, REOPENED, CLOSED, MERGED)),
            len(open_at_end),
        )
        assert found.open == found.opening + found.received + found.reopened - found.closed - found.merged
    finally:
        db.session.remove()
        apart.rollback()


def counted(actor: Officer, period: Period = HALF_YEAR) -> Figures:
    with clock.telling_of(datetime(2028, 1, 3, 9, tzinfo=UTC)):
        report = service.draft_report(period, Edition.PUBLIC, actor=actor)
        return assemble(report).figures


def sum_of(found: Figures) -> tuple[int, ...]:
    return tuple(line.count for line in found.sum_lines)
