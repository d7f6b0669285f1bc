"""Small numbers: an attacker who knows the rule, and reads everything in the report, cannot rebuild a hidden one.

The attacker is given more than a reader has: the whole list of possible values, the rule itself, and unlimited
patience. They imagine every world in which the same report would have been made; a hidden number is safe when it
differs between those worlds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations_with_replacement, pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.cases.workflow import ChangeKind
from casework.errors import DomainError
from casework.reports.breakdowns import Breakdown
from casework.reports.document import Document, Table
from casework.reports.facts import CaseFact, Change, ComplaintFact, Period, RemovalFact
from casework.reports.figures import Figures
from casework.reports.public import OTHERS, public_document
from casework.reports.suppression import Shown, column_may_be_shown, parts_may_be_shown, publish
from tests.reports.fenbridge import COVERING
from tests.reports.histories import (
    AUTHORITIES,
    CATEGORIES,
    CLAUSES,
    PLATFORMS,
    ROUTES,
    day,
    histories,
    periods,
    tally,
)

LABELS = "ABCDE"
ALWAYS = Period(day(0), day(400))
Numbers = dict[str, int]


def breakdown(members: dict[str, Iterable[str]]) -> Breakdown:
    frozen = {value: frozenset(units) for value, units in members.items()}
    return Breakdown("Value", "cases", several=True, members=frozen)


def of_counts(counts: Iterable[int]) -> Breakdown:
    """Return a breakdown in which each unit has one value."""
    named = zip(LABELS, counts, strict=False)
    return breakdown({label: [f"{label}{n}" for n in range(count)] for label, count in named})


def of_cases(cases: Iterable[Iterable[str]]) -> Breakdown:
    """Return a breakdown of cases that each have several values, or none."""
    members: dict[str, list[str]] = defaultdict(list)
    for number, values in enumerate(cases):
        for value in values:
            members[value].append(str(number))
    return breakdown(dict(members))


def numbers(found: Breakdown) -> Numbers:
    return dict(found.rows)


def assert_nothing_can_be_rebuilt(
    worlds: Iterable[tuple[object, Shown, Numbers]], possible: Iterable[str]
) -> None:
    """`worlds`: (everything else that a reader sees, the breakdown as shown, the true numbers)."""
    alike: dict[object, tuple[Shown, list[Numbers]]] = {}
    for seen, shown, true in worlds:
        alike.setdefault((seen, shown), (shown, []))[1].append(true)
    assert any(not shown.whole for shown, _ in alike.values())
    for shown, candidates in alike.values():
        named = {value for value, _ in shown.rows}
        for value in possible if not shown.whole else ():
            if value not in named:
                assert len({true.get(value, 0) for true in candidates}) > 1, (shown, value, candidates)


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize("values", [2, 3, 4])
def test_no_hidden_number_can_be_rebuilt_where_each_case_has_one_value(values: int, threshold: int) -> None:
    def worlds() -> Iterator[tuple[object, Shown, Numbers]]:
        for counts in product(range(13), repeat=values):
            if sum(counts) <= 12:
                found = of_counts(counts)
                yield sum(counts), publish(found, threshold), numbers(found)

    assert_nothing_can_be_rebuilt(worlds(), LABELS[:values])


@pytest.mark.parametrize("threshold", [3, 4])
def test_no_hidden_number_can_be_rebuilt_where_a_case_has_several_values(threshold: int) -> None:
    subsets = ["", "A", "B", "C", "AB", "AC", "BC", "ABC"]

    def worlds() -> Iterator[tuple[object, Shown, Numbers]]:
        for size in range(8):
            for cases in combinations_with_replacement(subsets, size):
                found = of_cases(cases)
                yield size, publish(found, threshold), numbers(found)

    assert_nothing_can_be_rebuilt(worlds(), "ABC")


@given(st.lists(st.sets(st.sampled_from(LABELS)), max_size=30), st.integers(3, 6))
def test_every_number_shown_is_at_least_the_threshold_and_true(cases: list[set[str]], threshold: int) -> None:
    found = of_cases(cases)
    shown = publish(found, threshold)
    assert all(count >= threshold and numbers(found)[value] == count for value, count in shown.rows)
    assert shown.others is None or shown.others >= threshold
    assert shown.whole == all(count >= threshold for count in numbers(found).values())


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([5, 4, 3], Shown((("A", 5), ("B", 4), ("C", 3)))),
        ([9, 2, 1], Shown((("A", 9),), others=3)),
        ([9, 5, 2], Shown((("A", 9),), others=7)),  # one alone would be the rest of the total
        ([9, 5, 2, 2], Shown((("A", 9),), others=9)),  # two alike would be half of it each
        ([9, 5, 5, 2], Shown((("A", 9),), others=12)),  # equals are treated alike
        ([5, 2], Shown((), withheld=True)),
        ([2, 1], Shown((), withheld=True)),
        ([0, 0], Shown(())),
    ],
)
def test_the_rule_by_example(counts: list[int], shown: Shown) -> None:
    assert publish(of_counts(counts), 3) == shown


def test_a_number_that_stands_for_several_counts_each_case_once() -> None:
    cases = ["A"] * 5 + ["BC", "C", "D"]
    assert publish(of_cases(cases), 3) == Shown((("A", 5),), others=3)
    assert publish(of_cases([*cases[:5], "BC", "C"]), 3) == Shown((), withheld=True)


def test_a_threshold_that_hides_nothing_is_refused() -> None:
    with pytest.raises(DomainError, match="threshold of 2"):
        publish(of_counts([5]), 2)


def test_a_column_of_the_log_is_shown_whole_or_not_at_all() -> None:
    assert column_may_be_shown(["A"] * 4 + ["B"] * 3, 3)
    assert not column_may_be_shown(["A"] * 4 + ["B"] * 2, 3)


def test_parts_of_a_total_are_shown_together_or_not_at_all() -> None:
    assert parts_may_be_shown((0, 3), 3, 3)
    assert not parts_may_be_shown((2, 9), 9, 3)
    for asked in range(1, 6):
        hidden = [p for p in product(range(asked + 1), repeat=2) if not parts_may_be_shown(p, asked, 3)]
        assert all(len({parts[n] for parts in hidden}) > 1 for n in (0, 1))


def test_parts_shown_of_one_period_bound_no_part_hidden_of_the_period_before() -> None:
    """No more can be done than was asked for: a later number must not say what an earlier one was."""
    for asked in product(range(1, 5), range(7)):
        worlds: dict[object, list[tuple[int, int]]] = defaultdict(list)
        one_part = [
            parts for parts in product(range(asked[0] + 1), range(sum(asked) + 1)) if sum(parts) <= sum(asked)
        ]
        for said, gone in product(one_part, repeat=2):
            periods_parts = list(zip(said, gone, strict=True))
            shown = [
                parts if parts_may_be_shown(parts, whole, 3) else None
                for parts, whole in zip(periods_parts, asked, strict=True)
            ]
            worlds[tuple(shown)].append(periods_parts[0])
        for shown_parts, alike in worlds.items():
            if shown_parts[0] is None:  # type: ignore[index]
                assert all(len({parts[n] for parts in alike}) > 1 for n in (0, 1)), (asked, shown_parts)


# The whole report

Relabel = Callable[[CaseFact, dict[Any, Any]], CaseFact]


def _authorities(fact: CaseFact, to: dict[Any, Any]) -> CaseFact:
    return replace(fact, authorities=frozenset(to.get(value, value) for value in fact.authorities))


def _clauses(fact: CaseFact, to: dict[Any, Any]) -> CaseFact:
    return replace(fact, clauses=frozenset(to.get(value, value) for value in fact.clauses))


def _platforms(fact: CaseFact, to: dict[Any, Any]) -> CaseFact:
    return replace(fact, platforms=frozenset(to.get(value, value) for value in fact.platforms))


def _complaints(fact: CaseFact, to: dict[Any, Any]) -> CaseFact:
    return replace(
        fact, complaints=tuple(replace(c, category=to.get(c.category, c.category)) for c in fact.complaints)
    )


def _routes(fact: CaseFact, to: dict[Any, Any]) -> CaseFact:
    return replace(fact, removals=tuple(replace(r, route=to.get(r.route, r.route)) for r in fact.removals))


DIMENSIONS: list[tuple[str, Relabel, dict[str, Any]]] = [
    ("authorities", _authorities, {name: name for name in AUTHORITIES}),
    ("clauses", _clauses, {f"{clause.reference} {clause.title}": clause for clause in CLAUSES}),
    ("platforms", _platforms, {platform.label: platform for platform in PLATFORMS}),
    ("complainants", _complaints, {category.label: category for category in CATEGORIES}),
    ("routes", _routes, {route: route for route in ROUTES}),
]


def log_of(document: Document) -> Table:
    [section] = [section for section in document.sections if section.wide]
    return section.tables[0]


def read(facts: list[CaseFact], period: Period = ALWAYS) -> tuple[Document, Figures]:
    found = tally(facts, period)
    return public_document(
        found, COVERING, threshold=3, previous=tally(facts, Period(day(-200), period.eve))
    ), found


@settings(max_examples=150, deadline=None)
@given(histories(least=4, most=16), periods(), st.sampled_from(DIMENSIONS))
def test_whoever_swaps_two_hidden_values_gets_the_same_report(
    facts: list[CaseFact], period: Period, dimension: tuple[str, Relabel, dict[str, Any]]
) -> None:
    name, relabel, possible = dimension
    document, found = read(facts, period)
    table: Breakdown = getattr(found, name)
    shown = publish(table, 3)
    hidden = [value for value in possible if value not in dict(shown.rows)] if not shown.whole else []
    for one, other in pairwise(hidden):  # any exchange is made of exchanges of neighbours
        swap = {possible[one]: possible[other], possible[other]: possible[one]}
        assert read([relabel(fact, swap) for fact in facts], period)[0] == document
    if shown.others is not None:
        counts = [numbers(table).get(value, 0) for value in hidden]
        assert len(set(counts)) > 1


def open_cases(number: int) -> list[CaseFact]:
    made = (Change(day(10), ChangeKind.REGISTERED),)
    return [CaseFact(f"SMC/2026/{n:04}", day(10), day(10), made) for n in range(1, number + 1)]


def worlds_of_reports(
    name: str, imagined: Iterable[list[CaseFact]]
) -> Iterator[tuple[object, Shown, Numbers]]:
    for facts in imagined:
        document, found = read(facts)
        table: Breakdown = getattr(found, name)
        yield document, publish(table, 3), numbers(table)


@pytest.mark.parametrize("number", range(1, 8))
def test_no_authority_hidden_from_a_whole_report_can_be_rebuilt(number: int) -> None:
    imagined = (
        [
            replace(fact, authorities=frozenset({value}))
            for fact, value in zip(open_cases(number), chosen, strict=True)
        ]
        for chosen in combinations_with_replacement(AUTHORITIES, number)
    )
    assert_nothing_can_be_rebuilt(worlds_of_reports("authorities", imagined), AUTHORITIES)


@pytest.mark.parametrize("number", range(1, 5))
def test_no_category_of_complainant_hidden_from_a_whole_report_can_be_rebuilt(number: int) -> None:
    """The log has a column of these too, in which a case with several stands as one value."""
    lists = [chosen for size in range(1, 3) for chosen in combinations_with_replacement(CATEGORIES[:3], size)]
    imagined = (
        [
            replace(
                fact, complaints=tuple(ComplaintFact(day(10), category, day(10)) for category in categories)
            )
            for fact, categories in zip(open_cases(number), chosen, strict=True)
        ]
        for chosen in product(lists, repeat=number)
        if number < 4 or sum(map(len, chosen)) < 7
    )
    labels = [category.label for category in CATEGORIES[:3]]
    assert_nothing_can_be_rebuilt(worlds_of_reports("complainants", imagined), labels)


@pytest.mark.parametrize("number", range(1, 8))
def test_no_route_of_a_removal_request_hidden_from_a_whole_report_can_be_rebuilt(number: int) -> None:
    imagined = (
        [
            replace(fact, removals=(RemovalFact(day(12), route=value),))
            for fact, value in zip(open_cases(number), chosen, strict=True)
        ]
        for chosen in combinations_with_replacement(ROUTES, number)
    )
    assert_nothing_can_be_rebuilt(worlds_of_reports("routes", imagined), ROUTES)


@pytest.mark.parametrize(("over", "staying", "new"), [(3, 2, 3), (0, 4, 5), (2, 3, 4), (4, 0, 4)])
def test_no_authority_hidden_from_a_report_can_be_rebuilt_with_the_one_before(
    over: int, staying: int, new: int
) -> None:
    """Cases closed before this period, those open in both, those registered in it: two reports tell of some of them."""
    earlier, later = Period(day(0), day(99)), Period(day(100), day(199))
    first = open_cases(over + staying + new)
    closed = Change(day(50), ChangeKind.CLOSED)
    facts = [
        replace(fact, changes=(*fact.changes, closed))
        if n < over
        else fact
        if n < over + staying
        else replace(
            fact, begun=day(110), received=day(110), changes=(Change(day(110), ChangeKind.REGISTERED),)
        )
        for n, fact in enumerate(first)
    ]
    worlds: list[tuple[object, list[tuple[Shown, Numbers]]]] = []
    groups = (combinations_with_replacement(AUTHORITIES, size) for size in (over, staying, new))
    for chosen in product(*groups):
        values = [value for group in chosen for value in group]
        office = [replace(f, authorities=frozenset({v})) for f, v in zip(facts, values, strict=True)]
        before, now = tally(office, earlier), tally(office, later)
        seen = (
            public_document(before, COVERING, threshold=3),
            public_document(now, COVERING, threshold=3, previous=before),
        )
        worlds.append(
            (seen, [(publish(found.authorities, 3), numbers(found.authorities)) for found in (before, now)])
        )
    for number in (0, 1):
        assert_nothing_can_be_rebuilt(((seen, *both[number]) for seen, both in worlds), AUTHORITIES)


def test_a_report_with_a_log_column_hides_nothing_of_it() -> None:
    facts = [
        replace(fact, authorities=frozenset({AUTHORITIES[n % 2]})) for n, fact in enumerate(open_cases(8))
    ]
    log = log_of(read(facts)[0])
    assert log.headings[-1] == "Authority"
    assert {row[-1] for row in log.rows} == set(AUTHORITIES[:2])
    facts[0] = replace(facts[0], authorities=frozenset({AUTHORITIES[2]}))
    assert "Authority" not in log_of(read(facts)[0]).headings


@settings(max_examples=300, deadline=None)
@given(histories(least=4, most=20), st.integers(0, 3))
def test_where_the_log_has_a_column_the_breakdown_of_it_is_whole(facts: list[CaseFact], few: int) -> None:
    alike = [
        replace(fact, authorities=frozenset(AUTHORITIES[: 1 + (n > few)])) for n, fact in enumerate(facts)
    ]
    document, found = read(alike)
    headings = log_of(document).headings
    for name in ("authorities", "complainants"):
        table: Breakdown = getattr(found, name)
        assert table.title not in headings or publish(table, 3).whole


@settings(deadline=None)
@given(histories(most=20), periods())
def test_a_public_breakdown_prints_no_number_below_the_threshold(
    facts: list[CaseFact], period: Period
) -> None:
    document, found = read(facts, period)
    [section] = [section for section in document.sections if section.sheet == "Breakdowns"]
    for table in section.tables:
        for value, count in table.rows:
            assert isinstance(count, int)
            assert count >= 3
            assert value == OTHERS or value
    [totals] = [section for section in document.sections if section.heading == "Status and outcome"]
    assert [table.rows for table in totals.tables] == [found.statuses, found.outcomes]
