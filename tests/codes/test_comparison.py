"""Two versions of a Code compared."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from casework.codes.comparison import Segment, Side, compare, segments
from casework.codes.workflow import ClauseKind


@dataclass(frozen=True)
class Clause:
    reference: str
    wording: str | None
    title: str = "Title"
    summary: str = ""
    kind: ClauseKind = ClauseKind.OBLIGATION
    keywords: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()


GOSSIP = Clause("A1", "Do not gossip about residents, officers or other members.")
LIES = Clause("A2", "Do not publish what you know to be untrue.")
BOASTS = Clause("A3", "Do not boast of what the council has done.")
VERSION = (GOSSIP, LIES, BOASTS)


def test_a_version_does_not_differ_from_itself() -> None:
    found = compare(VERSION, VERSION)
    assert (found.added, found.removed, found.changed) == ((), (), ())
    assert found.unchanged == VERSION


def test_a_clause_put_in_renumbers_those_below_and_rewords_none() -> None:
    new = Clause("A1", "Do not use the council's logo.")
    shifted = tuple(replace(one, reference=f"A{n}") for n, one in enumerate(VERSION, start=2))
    found = compare(VERSION, (new, *shifted))
    assert found.added == (new,)
    assert found.removed == ()
    assert [(change.before, change.after) for change in found.changed] == list(
        zip(VERSION, shifted, strict=True)
    )
    assert all(change.is_renumbered and not change.is_reworded for change in found.changed)


def test_a_reworded_clause_shows_which_words_went_and_which_came() -> None:
    after = replace(LIES, wording="Do not publish or share what you know to be false.")
    (change,) = compare(VERSION, (GOSSIP, after, BOASTS)).changed
    assert change.is_reworded
    assert not change.is_renumbered
    assert change.wording == (
        Segment(Side.BOTH, "Do not publish"),
        Segment(Side.AFTER, "or share"),
        Segment(Side.BOTH, "what you know to be"),
        Segment(Side.BEFORE, "untrue."),
        Segment(Side.AFTER, "false."),
    )


def test_a_clause_both_renumbered_and_reworded_is_still_the_same_clause() -> None:
    after = replace(GOSSIP, reference="B7", wording="Do not gossip about residents, officers or any members.")
    found = compare(VERSION, (LIES, BOASTS, after))
    (change,) = found.changed
    assert (change.before, change.after) == (GOSSIP, after)
    assert change.is_renumbered
    assert change.is_reworded
    assert (found.added, found.removed) == ((), ())


def test_quite_another_rule_under_an_old_reference_is_one_removed_and_one_added() -> None:
    after = Clause("A3", "Ensure that personal accounts carry a disclaimer.")
    found = compare(VERSION, (GOSSIP, LIES, after))
    assert (found.added, found.removed, found.changed) == ((after,), (BOASTS,), ())


def test_wording_loaded_for_the_first_time_stays_with_its_clause() -> None:
    (change,) = compare([replace(LIES, wording=None)], [LIES]).changed
    assert change.wording == (Segment(Side.AFTER, "Do not publish what you know to be untrue."),)
    assert not compare([replace(LIES, wording=None)], [replace(LIES, wording=None)]).changed


def test_kind_keywords_and_cross_walk_are_compared() -> None:
    before = replace(LIES, keywords=("lie", "untrue"), paragraphs=("5.1",), summary="No lies.")
    after = replace(
        LIES,
        kind=ClauseKind.GUIDANCE,
        keywords=("untrue", "false"),
        paragraphs=("4.1", "5.1"),
        summary="No untruths.",
    )
    (change,) = compare([before], [after]).changed
    assert change.is_reclassified
    assert not change.is_reworded
    assert (change.keywords.added, change.keywords.removed) == (("false",), ("lie",))
    assert (change.paragraphs.added, change.paragraphs.removed) == (("4.1",), ())
    assert change.summary
    assert not change.title


def test_spacing_alone_is_no_change() -> None:
    spaced = replace(LIES, wording="Do not publish\n\nwhat you  know to be untrue. ")
    assert not compare([LIES], [spaced]).changed


WORDS = st.lists(st.sampled_from("do not publish lies or gossip , ever".split()), max_size=12).map(" ".join)
REFERENCES = st.sampled_from([f"{letter}{n}" for letter in "AG" for n in range(1, 6)])
VERSIONS = st.lists(
    st.builds(Clause, REFERENCES, st.none() | WORDS, kind=st.sampled_from(ClauseKind)),
    max_size=8,
    unique_by=lambda clause: clause.reference,
)


@given(WORDS, WORDS)
def test_segments_tell_both_texts_whole(before: str, after: str) -> None:
    found = segments(before, after)
    if not found:
        assert before.split() == after.split()
        return
    assert " ".join(one.words for one in found if one.side is not Side.AFTER) == before
    assert " ".join(one.words for one in found if one.side is not Side.BEFORE) == after


@given(VERSIONS, VERSIONS)
def test_every_clause_of_both_versions_is_told_once(before: list[Clause], after: list[Clause]) -> None:
    found = compare(before, after)
    assert sorted(
        c.reference for c in [*found.added, *found.unchanged, *(c.after for c in found.changed)]
    ) == sorted(clause.reference for clause in after)
    assert len(found.removed) + len(found.changed) + len(found.unchanged) == len(before)
    assert all(clause in before for clause in found.removed)
