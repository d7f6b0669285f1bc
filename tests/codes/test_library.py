"""What is shipped with Casework: our own words about the two Codes."""

import os
from pathlib import Path

import pytest

from casework.codes.library import ShippedClause, members_code, recognise, social_media_code
from casework.codes.parser import parse
from casework.codes.suggestions import suggest
from casework.codes.word_forms import stem, words
from casework.codes.workflow import ClauseKind, CodeFamily

SAMPLE = (Path(__file__).parent / "samples" / "saltmarsh-social-media-code.txt").read_text(encoding="utf-8")
BOTH = (social_media_code(), members_code())


def of_kind(kind: ClauseKind) -> set[str]:
    return {clause.reference for clause in social_media_code().clauses if clause.kind is kind}


def clause(reference: str) -> ShippedClause:
    found = social_media_code().clause(reference)
    assert found is not None
    return found


def test_the_social_media_code_has_42_items_in_the_order_of_the_published_one() -> None:
    published = [proposed.reference for proposed in parse(SAMPLE.encode()).clauses()]
    assert [one.reference for one in social_media_code().clauses] == published
    assert len(published) == 42
    assert [one.reference for one in social_media_code().clauses if one.parent_reference == "G2"] == [
        "G2a", "G2b", "G2c", "G2d",
    ]  # fmt: skip


def test_the_members_code_has_the_model_codes_21_obligations() -> None:
    counts = {1: 2, 2: 3, 3: 1, 4: 3, 5: 1, 6: 1, 7: 2, 8: 4, 9: 1, 10: 3}
    expected = [f"{part}.{number}" for part, count in counts.items() for number in range(1, count + 1)]
    assert [one.reference for one in members_code().clauses] == expected
    assert {one.kind for one in members_code().clauses} == {ClauseKind.OBLIGATION}
    assert (members_code().family, social_media_code().family) == (
        CodeFamily.MEMBERS,
        CodeFamily.SOCIAL_MEDIA,
    )


def test_advice_on_tone_safety_and_care_cannot_ground_an_allegation() -> None:
    assert of_kind(ClauseKind.MEMBER_SAFETY) == {"G10", "R14", "R15"}
    assert of_kind(ClauseKind.GUIDANCE) == {
        "A5", "A6", "G1", "G3", "G4", "G5", "G6", "G7", "G9", "G11", "R1", "R2", "R3", "R4", "R10", "R11", "R16",
    }  # fmt: skip


def test_every_obligation_and_nothing_else_maps_to_paragraphs_of_the_members_code() -> None:
    known = {one.reference for one in members_code().clauses}
    for one in social_media_code().clauses:
        assert bool(one.paragraphs) == one.kind.grounds_allegation, one.reference
        assert set(one.paragraphs) <= known


@pytest.mark.parametrize(
    ("reference", "paragraphs"),
    [
        ("A1", ("4.1", "5.1")), ("A3", ("5.1",)), ("A4", ("4.1",)), ("A7", ("5.1", "6.1")), ("A9", ("6.1",)),
        ("G2a", ("1.1", "1.2")), ("G2b", ("2.1", "2.2", "2.3")), ("G2c", ("5.1",)), ("G2d", ("4.1",)),
        ("G8", ("3.1",)), ("G12", ("5.1",)), ("G13", ("7.1", "7.2")), ("R7", ("4.1",)), ("R12", ("7.1", "7.2")),
    ],
)  # fmt: skip
def test_the_cross_walk_leads_to_the_paragraphs_that_a_monitoring_officer_would_name(
    reference: str, paragraphs: tuple[str, ...]
) -> None:
    assert clause(reference).paragraphs == paragraphs


def test_predetermination_is_a_decision_risk_to_advise_on_before_the_meeting() -> None:
    assert clause("A3").kind is ClauseKind.OBLIGATION
    assert clause("A3").advice.startswith("Decision risk: advise before the meeting.")


def test_every_item_of_the_social_media_code_has_title_summary_and_keywords() -> None:
    for code in BOTH:
        assert len({one.title for one in code.clauses}) == len(code.clauses)
        assert all(one.title and one.summary.endswith(".") and one.section for one in code.clauses)
    assert all(one.keywords for one in social_media_code().clauses)


def test_no_item_lists_two_forms_that_are_found_as_one() -> None:
    repeated = []
    for one in social_media_code().clauses:
        forms = [tuple(stem(word.folded) for word in words(keyword)) for keyword in one.keywords]
        repeated += [(one.reference, form) for form in forms if forms.count(form) > 1]
    assert repeated == []


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Cllr Penhallow is a LIAR and a coward", "G2a"),
        ("Go back to where you came from", "G2b"),
        ("He has been bullying our clerk for months", "G2b"),
        ("She posted where he lives and his phone number", "R5"),
        ("I was told in confidence, so don't tell: it is in the exempt report", "A4"),
        ("I will vote against this planning application on Monday", "A3"),
        ("10% discount at my shop this weekend", "A9"),
        ("He sent me a friend request, and I am a council officer", "G8"),
        ("That figure is fake news and he knows it is untrue", "G12"),
        ("He uses the council's crest and logo on his page", "R12"),
        ("He deleted my comment and blocked me", "G6"),
        ("I know where you live", "G10"),
        ("Used my photo without credit", "R8"),
        ("Brown envelopes all round, a corrupt council", "G2c"),
        ("I was hacked, someone else posted it", "G9"),
        ("His bio says views my own", "R11"),
        ("A leak from Part 2 of the meeting", "R7"),
    ],
)
def test_what_people_write_suggests_the_clause(text: str, reference: str) -> None:
    found = [one.clause.reference for one in suggest({"post": text}, social_media_code().clauses)]
    assert reference in found[:6]


@pytest.mark.parametrize(
    "text",
    [
        "The library on Quay Street opens at ten on Saturday. Do come along!",
        "Roadworks on the A141 from Monday. Thank you to everyone who helped at the litter pick.",
    ],
)
def test_an_ordinary_post_suggests_nothing(text: str) -> None:
    assert suggest({"post": text}, social_media_code().clauses) == ()


def test_a_published_code_is_recognised_by_its_references_and_its_words() -> None:
    assert recognise(parse(SAMPLE.encode())) is social_media_code()
    assert (
        recognise(parse(SAMPLE.replace("- Do not vouch for anyone", "Do not vouch for anyone").encode()))
        is None
    )


def test_a_members_code_is_recognised_by_its_numbers_whatever_a_council_adds() -> None:
    lines = ["Members' Code of Conduct"]
    for one in members_code().clauses:
        lines += (
            [one.section, f"{one.reference} {one.summary}"]
            if one.section not in lines
            else [f"{one.reference} {one.summary}"]
        )
    lines.insert(
        lines.index(next(line for line in lines if line.startswith("4.2"))), "    (a) whoever asks for it; or"
    )
    code = parse("\n\n".join([*lines, "10.4 Register the gifts of a political group."]).encode())
    assert len(code.clauses()) == 23
    assert recognise(code) is members_code()
    assert recognise(parse("\n\n".join(lines[:-1]).encode())) is None


def test_a_code_of_the_same_shape_about_something_else_is_not_taken_for_ours() -> None:
    other = "\n".join(f"- Members must tend bed number {n}." if line.startswith("- ") else line
                      for n, line in enumerate(SAMPLE.splitlines()))  # fmt: skip
    code = parse(other.encode())
    assert len(code.clauses()) >= 38
    assert recognise(code) is None


@pytest.mark.real_code
def test_the_code_in_force_is_recognised() -> None:
    path = os.environ["CASEWORK_REAL_CODE"]
    assert recognise(parse(Path(path).read_bytes())) is social_media_code()


@pytest.mark.real_code
def test_summaries_are_our_own_words_and_not_the_codes() -> None:
    path = os.environ["CASEWORK_REAL_CODE"]
    official = runs(Path(path).read_text(encoding="utf-8-sig"))
    copied = {
        one.reference: runs(f"{one.title}. {one.summary}") & official for one in social_media_code().clauses
    }
    assert {reference: found for reference, found in copied.items() if found} == {}


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of six words."""
    spoken = [word.folded for word in words(text)]
    return {tuple(spoken[n : n + 6]) for n in range(len(spoken) - 5)}
