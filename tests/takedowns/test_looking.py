"""What looks allow one to say: in any order, at any hour, across the change of the clocks."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from casework.clock import london_date
from casework.takedowns.looking import (
    APART,
    GONE,
    SHOWS_IT,
    last,
    proving,
    shown_able,
    wanted_on,
    why_not,
    why_not_gone,
)
from casework.takedowns.repeating import Given, Monitoring, announced, purpose_of, still_announced
from casework.takedowns.workflow import Able, Advice, LookPurpose, Means, RequestAction, Seen


@dataclass(frozen=True)
class Glance:
    """A look, as the rules know one."""

    seen: Seen = Seen.REMOVED
    seen_at: datetime = datetime(2026, 5, 4, 10, tzinfo=UTC)
    means: Means | None = Means.LOGGED_OUT
    account: str = ""
    able: Able = Able.ACCOUNT
    captured: bool = True
    purpose: LookPurpose = LookPurpose.ANNOUNCED


FIRST = Glance()
MOMENTS = st.integers(0, 365 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)
GLANCES = st.builds(
    Glance,
    seen=st.sampled_from(Seen),
    seen_at=MOMENTS,
    means=st.sampled_from(Means),
    able=st.sampled_from(Able),
    captured=st.booleans(),
)


@given(st.lists(GLANCES, max_size=6), st.randoms())
def test_what_looks_show_does_not_depend_on_the_order_in_which_they_were_entered(
    looks: list[Glance], random: Random
) -> None:
    looks = [replace(look, seen_at=FIRST.seen_at + timedelta(hours=9 * n)) for n, look in enumerate(looks)]
    shuffled = list(looks)
    random.shuffle(shuffled)
    assert why_not_gone(looks) == why_not_gone(shuffled)
    assert proving(looks) == proving(shuffled)


@given(st.lists(GLANCES, max_size=6))
def test_gone_rests_on_two_captured_looks_a_day_apart_that_could_see_and_on_no_sight_since(
    looks: list[Glance],
) -> None:
    if why_not_gone(looks) is None:
        counted = proving(looks)
        first, final = counted[0], counted[-1]
        assert final.seen_at - first.seen_at >= APART
        assert all(look.captured and look.seen in GONE and shown_able(look, looks) for look in (first, final))
        assert not any(look.seen in SHOWS_IT and look.seen_at >= first.seen_at for look in looks)
        newest = last(looks)
        assert newest is not None
        assert newest.seen in GONE


@given(st.lists(GLANCES, min_size=1, max_size=3), st.integers(1, 3))
def test_the_same_look_entered_twice_proves_no_more(looks: list[Glance], times: int) -> None:
    assert (why_not_gone(looks) is None) == (why_not_gone(looks * (times + 1)) is None)


@given(st.integers(0, 48))
def test_a_day_is_twenty_four_hours_also_when_the_clocks_change(hours: int) -> None:
    for start in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        looks = [Glance(seen_at=start), Glance(seen_at=start + timedelta(hours=hours))]
        assert (why_not_gone(looks) is None) == (hours >= 24)


def test_a_look_counts_where_the_same_means_saw_the_post_before_and_only_then() -> None:
    there = Glance(Seen.AVAILABLE, FIRST.seen_at - timedelta(days=1), able=Able.NOT_SHOWN)
    gone = [
        replace(FIRST, able=Able.NOT_SHOWN),
        replace(FIRST, able=Able.NOT_SHOWN, seen_at=FIRST.seen_at + APART),
    ]
    assert why_not_gone(gone)
    assert why_not_gone([there, *gone]) is None
    other = replace(there, means=Means.COUNCIL_ACCOUNT, account="The council’s page")
    assert why_not_gone([other, *gone]), "another account may see what this one cannot"
    later = replace(there, seen_at=gone[0].seen_at + timedelta(hours=1))
    assert why_not_gone([*gone, later]), "it was there between the two"


def test_logged_out_alone_shows_nothing_of_what_could_be_seen() -> None:
    looks = [replace(FIRST, able=Able.NOT_SHOWN, seen_at=FIRST.seen_at + n * APART) for n in range(2)]
    assert "0 of 2 looks a day apart" in str(why_not_gone(looks))


def test_reported_removed_is_said_only_where_they_said_so_and_nobody_saw_otherwise() -> None:
    find = RequestAction.FIND_REPORTED
    login = [Glance(Seen.LOGIN_REQUIRED)]
    assert why_not(find, {"p": login}, said_done=False)
    assert why_not(find, {"p": login}, said_done=True) is None
    assert why_not(find, {"p": []}, said_done=True) is None, "a closed group may be beyond every lawful means"
    assert why_not(find, {"p": [Glance(Seen.AVAILABLE)]}, said_done=True)
    proven = [FIRST, replace(FIRST, seen_at=FIRST.seen_at + APART)]
    assert "confirm" in str(why_not(find, {"p": proven}, said_done=True))


def test_the_second_look_is_wanted_a_day_after_the_first_that_counts() -> None:
    day = london_date(FIRST.seen_at)
    assert wanted_on([], day) == day
    assert wanted_on([FIRST], day) == day + timedelta(days=1)
    useless = replace(FIRST, captured=False, seen_at=FIRST.seen_at + timedelta(hours=30))
    assert wanted_on([FIRST, useless], day) == day + timedelta(days=1)
    assert wanted_on([FIRST, replace(FIRST, seen_at=FIRST.seen_at + APART)], day) is None
    assert wanted_on([Glance(Seen.AVAILABLE)], day) is None


# Repeat looks

DAY = date(2026, 5, 4)


def asked(looks: list[Glance], on: date = DAY, **given_: object) -> LookPurpose | None:
    with_nothing: dict[str, object] = {"said_done": [], "monitoring": None, "advice": []}
    return purpose_of(looks, on=on, **{**with_nothing, **given_})  # type: ignore[arg-type]


def test_a_third_look_at_a_post_stops_until_they_say_that_it_is_done_or_advice_allows_it() -> None:
    two = [FIRST, replace(FIRST, seen_at=FIRST.seen_at + APART)]
    assert asked([]) is LookPurpose.ANNOUNCED
    assert asked(two[:1]) is LookPurpose.ANNOUNCED
    assert asked([*two[:1], Glance(Seen.NOT_CHECKED, means=None)]) is LookPurpose.ANNOUNCED
    assert asked(two) is None
    assert asked(two, said_done=[DAY + timedelta(days=2)]) is LookPurpose.ANNOUNCED
    assert asked(two, said_done=[DAY - timedelta(days=2)]) is None, "that was before anybody looked"
    assert asked(two, advice=[Given(Advice.ONCE, None, used=False)]) is LookPurpose.ADVISED
    assert asked(two, advice=[Given(Advice.ONCE, None, used=True)]) is None
    assert asked(two, advice=[Given(Advice.NO, None, used=False)]) is None
    assert asked(two, advice=[Given(Advice.UNTIL, DAY, used=True)]) is LookPurpose.ADVISED
    assert asked(two, advice=[Given(Advice.UNTIL, DAY - timedelta(days=1), used=False)]) is None


@given(st.lists(GLANCES, max_size=8), st.lists(st.dates(DAY, date(2026, 12, 31)), max_size=4))
def test_no_more_looks_are_announced_than_letter_and_answers_announce(
    looks: list[Glance], said_done: list[date]
) -> None:
    assert 0 <= still_announced(looks, said_done) <= announced(looks, said_done) <= 2 * (1 + len(said_done))


@given(st.integers(7, 100), st.integers(0, 120))
def test_monitoring_allows_one_look_for_each_of_its_days_and_none_after_its_end(
    days: int, after: int
) -> None:
    watch = Monitoring(DAY, DAY + timedelta(days=days))
    on = DAY + timedelta(days=after)
    purpose = asked([], on, monitoring=watch)
    assert (purpose is LookPurpose.MONITORING) == (7 <= after <= days)
    if purpose:
        made = [replace(FIRST, seen_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC))]
        assert asked(made, on, monitoring=watch) is None
        following = watch.next_check(made)
        assert following is None or following > on
