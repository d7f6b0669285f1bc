"""How far a panel may rely on a capture, and where what is said of it cannot be true."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.evidence.kinds import Kind
from casework.evidence.origin.assurance import TIERS, assure
from casework.evidence.origin.conflicts import Declared, Observed, conflicts
from casework.evidence.origin.workflow import ReceivedVia
from casework.evidence.workflow import CapturedBy
from casework.words import YesNo

DAY = date(2026, 6, 3)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
SEEN = Observed(DAY, "post.png", Kind.PNG)


@given(
    st.sampled_from(CapturedBy), st.sampled_from(YesNo), st.sampled_from(["", "a token"]),
    st.sampled_from(["", "an archive"]), st.booleans(),
)  # fmt: skip
def test_every_set_of_answers_has_one_tier_with_its_reason_and_what_would_raise_it(
    who: CapturedBy, live: YesNo, stamp: str, copy: str, admitted: bool
) -> None:
    found = assure(
        captured_by=who, seen_live=live, outside_timestamp=stamp, independent_copy=copy, admitted=admitted
    )
    assert found.words == TIERS[found.tier]
    assert found.reason
    assert bool(found.raised_by) == (found.tier < 4)
    assert (found.tier == 4) == (bool(copy) or admitted)
    if found.tier in {2, 3}:
        assert who is CapturedBy.OFFICER
        assert live is YesNo.YES
        assert (found.tier == 3) == bool(stamp)


def test_a_timestamp_lifts_no_capture_that_no_officer_saw_live() -> None:
    found = assure(captured_by=CapturedBy.COMPLAINANT, seen_live=YesNo.YES, outside_timestamp="a token")
    assert found.tier == 1
    assert found.reason == "It was captured by the complainant, though an officer saw the post live."


def test_what_agrees_is_no_conflict() -> None:
    said = Declared(captured_on=DAY, obtained_on=DAY, posted_on=(DAY,))
    assert conflicts(said, Observed(DAY, "post.png", Kind.PNG, own_date=DAY)) == []
    assert conflicts(Declared(), SEEN) == []


@given(DAYS, DAYS)
def test_a_capture_and_the_files_own_date_conflict_when_more_than_a_day_lies_between(
    said: date, own: date
) -> None:
    found = conflicts(Declared(captured_on=said), Observed(date(2031, 1, 1), "a.png", Kind.PNG, own_date=own))
    assert bool(found) == (abs(said - own) > timedelta(days=1))
    if found:
        assert ("later" in found[0]) == (said < own)


@given(DAYS, DAYS)
def test_no_post_is_dated_after_its_capture_or_else_its_receipt(posted: date, end: date) -> None:
    by_capture = conflicts(
        Declared(captured_on=end, posted_on=(posted,)), Observed(date(2031, 1, 1), "a.png", Kind.PNG)
    )
    by_receipt = conflicts(Declared(posted_on=(posted,)), Observed(end, "a.png", Kind.PNG))
    assert bool(by_capture) == bool(by_receipt) == (posted > end)


def test_each_contradiction_is_a_sentence_with_both_values() -> None:
    found = conflicts(
        Declared(DAY + timedelta(3), DAY + timedelta(2), CapturedBy.COMPLAINANT, ReceivedVia.OWN_CAPTURE),
        Observed(DAY, "post.png", Kind.JPEG, own_date=DAY + timedelta(5)),
    )
    assert found == [
        "It is said to have been captured on 6 June 2026, which is after it was received here on 3 June 2026.",
        "It is said to have been captured on 6 June 2026, which is after we are said to have got it on 5 June 2026.",
        "It is said to have been captured on 6 June 2026, but the file’s own date is later: 8 June 2026.",
        "We are said to have got it on 5 June 2026, which is after it was received here on 3 June 2026.",
        "It is said to be an officer’s own capture, and also to have been captured by the complainant.",
        (
            "The file’s own date, 8 June 2026, is after it was received here on 3 June 2026: the clock of that "
            "device was wrong, or the date was changed."
        ),
        "Its name ends in .png, but its bytes are a JPEG picture.",
    ]
