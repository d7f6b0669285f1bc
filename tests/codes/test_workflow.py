"""Which version of a Code applies, and what is wrong between versions."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.codes.workflow import (
    Certainty,
    ClauseKind,
    SeamKind,
    VersionStatus,
    check_period,
    in_force_on,
    seams,
    select_version,
)
from casework.errors import DomainError


@dataclass(frozen=True)
class Version:
    name: str
    in_force_from: date | None
    in_force_to: date | None
    status: VersionStatus = VersionStatus.PUBLISHED


FIRST = Version("2020", date(2020, 5, 1), date(2023, 4, 30))
SECOND = Version("2023", date(2023, 5, 1), None)
DRAFT = Version("next", date(2022, 1, 1), None, VersionStatus.DRAFT)
BOTH = (SECOND, DRAFT, FIRST)

days = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@st.composite
def versions(draw: st.DrawFn) -> Version:
    first = draw(st.none() | days)
    last = draw(st.none() | days)
    if first and last and last < first:
        first, last = last, first
    return Version("any", first, last, draw(st.sampled_from(VersionStatus)))


def test_only_an_obligation_can_ground_an_allegation() -> None:
    assert [kind for kind in ClauseKind if kind.grounds_allegation] == [ClauseKind.OBLIGATION]
    assert {kind.label for kind in ClauseKind} == {"Obligation", "Guidance", "Member safety"}


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2020, 4, 30), []),
        (date(2020, 5, 1), ["2020"]),
        (date(2023, 4, 30), ["2020"]),
        (date(2023, 5, 1), ["2023"]),
        (date(2099, 1, 1), ["2023"]),
    ],
)
def test_a_version_is_in_force_on_its_first_and_last_day_and_a_draft_never(
    day: date, names: list[str]
) -> None:
    assert [version.name for version in in_force_on(BOTH, day)] == names


def test_the_day_of_the_conduct_settles_the_version() -> None:
    selection = select_version(BOTH, date(2021, 1, 1), date(2021, 1, 1))
    assert selection.certainty is Certainty.DETERMINED
    assert selection.version == FIRST


def test_conduct_astride_two_versions_is_for_an_officer_to_choose() -> None:
    selection = select_version(BOTH, date(2023, 4, 29), date(2023, 5, 2))
    assert selection.certainty is Certainty.ASTRIDE
    assert selection.version is None
    assert selection.needs_choice
    assert selection.candidates == (FIRST, SECOND)


def test_conduct_of_unknown_date_determines_no_version() -> None:
    selection = select_version(BOTH, None, None)
    assert selection.certainty is Certainty.DATE_UNKNOWN
    assert selection.version is None
    assert selection.needs_choice


def test_conduct_with_one_end_open_is_settled_only_where_one_version_covers_it() -> None:
    assert select_version(BOTH, date(2023, 5, 1), None).version == SECOND
    assert select_version(BOTH, date(2023, 4, 30), None).certainty is Certainty.ASTRIDE
    assert select_version(BOTH, None, date(2023, 4, 30)).version == FIRST


def test_conduct_before_any_code_rests_on_no_version() -> None:
    selection = select_version(BOTH, date(2019, 1, 1), date(2019, 1, 2))
    assert selection.certainty is Certainty.NONE_IN_FORCE
    assert select_version([DRAFT], None, None).certainty is Certainty.NONE_IN_FORCE


def test_versions_that_follow_each_other_day_by_day_leave_no_seam() -> None:
    assert seams(BOTH) == ()


def test_a_gap_between_versions_is_found_to_the_day() -> None:
    later = Version("2024", date(2023, 5, 3), None)
    (gap,) = seams([later, FIRST])
    assert (gap.kind, gap.first, gap.last) == (SeamKind.GAP, date(2023, 5, 1), date(2023, 5, 2))
    assert (gap.earlier, gap.later) == (FIRST, later)


def test_an_overlap_of_versions_is_found_to_the_day() -> None:
    (overlap,) = seams([FIRST, Version("2023", date(2023, 4, 30), None)])
    assert (overlap.kind, overlap.first, overlap.last) == (
        SeamKind.OVERLAP,
        date(2023, 4, 30),
        date(2023, 4, 30),
    )
    (endless,) = seams([SECOND, Version("2024", date(2024, 1, 1), None)])
    assert (endless.first, endless.last) == (date(2024, 1, 1), None)


def test_a_short_version_inside_a_long_one_opens_no_gap_after_it() -> None:
    inside = Version("trial", date(2021, 1, 1), date(2021, 2, 1))
    assert [seam.kind for seam in seams([FIRST, inside, SECOND])] == [SeamKind.OVERLAP]


def test_a_version_cannot_end_before_it_begins() -> None:
    check_period(date(2023, 1, 1), date(2023, 1, 1))
    check_period(None, date(2023, 1, 1))
    with pytest.raises(DomainError) as refused:
        check_period(date(2023, 1, 2), date(2023, 1, 1))
    assert refused.value.field == "in_force_to"


@given(st.lists(versions(), max_size=5), days)
def test_every_day_is_in_a_gap_an_overlap_or_under_one_version(found: list[Version], day: date) -> None:
    count = len(in_force_on(found, day))
    around = [seam for seam in seams(found) if seam.first <= day <= (seam.last or date.max)]
    assert (count > 1) == any(seam.kind is SeamKind.OVERLAP for seam in around)
    published = [version for version in found if version.status is VersionStatus.PUBLISHED]
    within = any((v.in_force_from or date.min) < day for v in published) and any(
        (v.in_force_to or date.max) > day for v in published
    )
    assert (count == 0 and within) == any(seam.kind is SeamKind.GAP for seam in around)


@given(st.lists(versions(), max_size=4), days, st.integers(0, 400))
def test_a_settled_version_is_in_force_on_a_day_of_the_conduct(
    found: list[Version], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    chosen = select_version(found, first, last).version
    if chosen is not None:
        assert chosen.status is VersionStatus.PUBLISHED
        assert any(chosen in in_force_on(found, first + timedelta(days=n)) for n in range(length + 1))
