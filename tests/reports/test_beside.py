"""Public reports of overlapping days: whoever adds and subtracts them learns no small number that they hide."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations_with_replacement, pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.workflow import ChangeKind
from casework.reports import service
from casework.reports.beside import Published
from casework.reports.document import Document
from casework.reports.facts import CaseFact, Change, Period
from casework.reports.public import public_document, published
from casework.reports.workflow import Edition
from tests.reports.fenbridge import COVERING
from tests.reports.histories import AUTHORITIES, day, histories, tally
from tests.reports.test_reports import TEXTS
from tests.support.case_factories import make_case
from tests.support.client import Browserless

HALF, REST = Period(day(0), day(181)), Period(day(182), day(364))
YEAR = Period(HALF.start, REST.end)
Numbers = dict[str, int]


def office(first: tuple[str, ...], second: tuple[str, ...]) -> list[CaseFact]:
    """Return an office with a case of each authority named, begun and ended in the one half-year or in the other."""
    return [
        CaseFact(
            f"SMC/2026/{number:04}",
            day(began),
            day(began),
            (Change(day(began), ChangeKind.REGISTERED), Change(day(began + 20), ChangeKind.CLOSED)),
            authorities=frozenset({authority}),
        )
        for number, (began, authority) in enumerate(
            [*((30, each) for each in first), *((230, each) for each in second)], 1
        )
    ]


def told(facts: list[CaseFact], period: Period, *issued: Published) -> tuple[Document, Published]:
    found = tally(facts, period)
    document = public_document(found, COVERING, threshold=3, issued=issued)
    return document, published(found, 3, issued)


def numbers(facts: list[CaseFact], period: Period) -> Numbers:
    return {value: len(units) for value, units in tally(facts, period).authorities.members.items()}


@pytest.mark.parametrize(("before", "since"), list(product(range(1, 6), range(1, 4))))
def test_no_half_year_is_had_by_subtracting_the_other_from_the_year(before: int, since: int) -> None:
    """Every office of so many cases is imagined. In those that look alike no small number may be the same in all."""
    alike: dict[object, list[tuple[Numbers, Numbers]]] = defaultdict(list)
    shown: dict[object, tuple[Published, Published]] = {}
    for first in combinations_with_replacement(AUTHORITIES, before):
        for second in combinations_with_replacement(AUTHORITIES, since):
            facts = office(first, second)
            half, issued = told(facts, HALF)
            year, later = told(facts, YEAR, issued)
            alike[half, year].append((numbers(facts, HALF), numbers(facts, YEAR)))
            shown[half, year] = issued, later
    for seen, worlds in alike.items():
        for value in AUTHORITIES:
            named = [value in dict(each.shown["Authority"].rows) for each in shown[seen]]
            others = {year.get(value, 0) - half.get(value, 0) for half, year in worlds}
            assert len(others) > 1 or others.pop() in {0, *range(3, 20)}, (value, worlds)
            for which, report in enumerate(shown[seen]):
                if not named[which] and not report.shown["Authority"].whole:
                    assert len({each[which].get(value, 0) for each in worlds}) > 1, (value, worlds)


@settings(max_examples=150, deadline=None)
@given(histories(least=4, most=16))
def test_what_two_overlapping_reports_both_hide_can_be_exchanged_in_both(facts: list[CaseFact]) -> None:
    half, issued = told(facts, HALF)
    year, later = told(facts, YEAR, issued)
    assert not later.columns
    named = [set(dict(each.shown["Authority"].rows)) for each in (issued, later)]
    whole = [each.shown["Authority"].whole for each in (issued, later)]
    if not later.shown["Authority"].withheld:
        assert whole[0] == whole[1]
        assert all(whole) or named[0] == named[1]
        before, after = (dict(each.shown["Authority"].rows) for each in (issued, later))
        for value in named[0] | named[1]:
            assert abs(after.get(value, 0) - before.get(value, 0)) not in {1, 2}
    hidden = [value for value in AUTHORITIES if value not in named[0] | named[1]] if not any(whole) else []
    for one, other in pairwise(hidden):
        swap = {one: other, other: one}
        swapped = [
            replace(fact, authorities=frozenset(swap.get(each, each) for each in fact.authorities))
            for fact in facts
        ]
        first, kept = told(swapped, HALF)
        assert (first, told(swapped, YEAR, kept)[0]) == (half, year)


def test_small_numbers_are_not_had_from_three_reports_either() -> None:
    """One case was counted in two reports: both together, less the one of all their days, would say so."""
    facts = [*office((AUTHORITIES[0],) * 6, (AUTHORITIES[0],) * 6)]
    facts[0] = replace(facts[0], begun=day(170), changes=(Change(day(170), ChangeKind.REGISTERED),))
    parts = (HALF, Period(day(160), YEAR.end))
    two = [replace(told(facts, period)[1], columns={}) for period in parts]
    assert not told(facts, YEAR, two[0])[1].shown["Authority"].withheld
    assert not told(facts, YEAR, two[1])[1].shown["Authority"].withheld
    assert told(facts, YEAR, *two)[1].shown["Authority"].withheld


def test_what_is_kept_of_a_report_reads_as_it_was() -> None:
    for facts in (office(tuple(AUTHORITIES[:2]) * 3, ()), office(tuple(AUTHORITIES), ()), []):
        kept = told(facts, HALF)[1]
        assert Published.read(json.loads(json.dumps(kept.kept()))) == kept


def issue_ready(actor: Officer, period: Period) -> Any:
    report = service.draft_report(period, Edition.PUBLIC, actor=actor)
    service.change_report(report, actor=actor, texts=TEXTS)
    return report


@pytest.fixture
def year_of_cases(monitoring_officer: Officer) -> None:
    """Three cases of the first half of a council's year and one of the second, each with one complaint, each over."""
    for month in (5, 6, 7, 11):
        with clock.telling_of(datetime(2024, month, 10, 11, tzinfo=UTC)):
            case = make_case(monitoring_officer)
        with clock.telling_of(datetime(2024, month, 28, 11, tzinfo=UTC)):
            cases.close_case(case, "No further action", actor=monitoring_officer)


FIRST_HALF = Period(date(2024, 4, 1), date(2024, 9, 30))
SECOND_HALF = Period(date(2024, 10, 1), date(2025, 3, 31))
WHOLE_YEAR = Period(date(2024, 4, 1), date(2025, 3, 31))


@pytest.mark.usefixtures("year_of_cases")
def test_the_year_leaves_out_what_would_give_the_other_half_away(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    year = issue_ready(monitoring_officer, WHOLE_YEAR)
    assert "Left out whole: beside" not in client.get(f"/reports/{year.id}").words
    half = issue_ready(monitoring_officer, FIRST_HALF)
    client.post(f"/reports/{half.id}/issue", {"version": str(half.version)})
    page = client.get(f"/reports/{year.id}")
    assert (
        "Category of complainant Left out whole: beside the public report of 1 April 2024 to 30" in page.words
    )
    assert "By category of complainant: not shown" in page.words
    sent = {"version": str(year.version)}
    issuing = client.post(f"/reports/{year.id}/issue", sent, status=422)
    assert "1 April 2024 to 30 September 2024, issued" in issuing.words
    client.post(f"/reports/{year.id}/issue", {**sent, "overlap_confirmed": "y"})


@pytest.mark.usefixtures("year_of_cases")
def test_a_report_whose_log_alone_would_tell_is_refused_with_the_reason(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    year = issue_ready(monitoring_officer, WHOLE_YEAR)
    client.post(f"/reports/{year.id}/issue", {"version": str(year.version)})
    second = issue_ready(monitoring_officer, SECOND_HALF)
    sent = {"version": str(second.version), "overlap_confirmed": "y"}
    refused = client.post(f"/reports/{second.id}/issue", sent, status=422)
    assert "The case log of the public report of 1 April 2024 to 31 March 2025 says more" in refused.words
    assert "small numbers could be worked out" in refused.words
