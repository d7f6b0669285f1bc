"""Clauses suggested by the words of a post, each with the words that suggested it."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.codes.suggestions import KeywordIndex, suggest


@dataclass(frozen=True)
class Clause:
    reference: str
    keywords: tuple[str, ...]


RESPECT = Clause("G2a", ("liar", "idiot", "personal attack", "shut up", "sh*t"))
DETAILS = Clause("R5", ("address", "home address", "e-mail address", "where she lives"))
BULLYING = Clause("G2b", ("bully", "harass", "pile-on", "don't belong here"))
CLAUSES = (RESPECT, DETAILS, BULLYING)


def suggested(text: str) -> dict[str, list[str]]:
    return {
        suggestion.clause.reference: [match.words for match in suggestion.matches]
        for suggestion in suggest({"post": text}, CLAUSES)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What a LIAR.", {"G2a": ["LIAR"]}),
        ("Líàrs, all of them!", {"G2a": ["Líàrs"]}),
        ("He said \u2018shut up\u2019 to me", {"G2a": ["shut up"]}),
        ("He is bullying her, and bullied me. Bullies!", {"G2b": ["bullying", "bullied", "Bullies"]}),
        ("I was harassed", {"G2b": ["harassed"]}),
        ("They DONT belong here", {"G2b": ["DONT belong here"]}),
        ("you don\u2019t belong here", {"G2b": ["don\u2019t belong here"]}),
        ("What a pile on", {"G2b": ["pile on"]}),
        ("another pile-on", {"G2b": ["pile-on"]}),
        ("my email address", {"R5": ["email address"]}),
        ("my E-Mail  address", {"R5": ["E-Mail  address"]}),
        ("total sh*t", {"G2a": ["sh*t"]}),
        ("#PersonalAttack", {"G2a": ["PersonalAttack"]}),
        ("personal_attack", {"G2a": ["personal_attack"]}),
        ("familiar idiotic stuff", {}),
        ("see https://example.org/address/liar", {}),
        ("", {}),
    ],
)
def test_words_are_found_whole_whatever_their_case_accents_hyphens_and_endings(
    text: str, expected: dict[str, list[str]]
) -> None:
    assert suggested(text) == expected


def test_the_longer_of_two_phrases_that_overlap_is_the_one_shown() -> None:
    (suggestion,) = suggest({"post": "He put my home address online"}, CLAUSES)
    (match,) = suggestion.matches
    assert (match.keyword, match.words) == ("home address", "home address")


def test_the_clause_with_more_and_longer_keywords_comes_first_and_repeats_do_not_count() -> None:
    texts = {"description": "liar liar liar", "post": "this is where she lives, at her home address"}
    first, second = suggest(texts, CLAUSES)
    assert (first.clause, first.score) == (DETAILS, 5)
    assert (second.clause, second.score) == (RESPECT, 1)
    assert len(second.matches) == 3
    assert {match.source for match in second.matches} == {"description"}


def test_clauses_of_equal_weight_keep_the_order_of_the_code() -> None:
    found = suggest({"post": "bully and liar"}, CLAUSES)
    assert [suggestion.clause.reference for suggestion in found] == ["G2a", "G2b"]


def test_a_keyword_without_words_suggests_nothing() -> None:
    assert suggest({"post": "anything ... at all"}, [Clause("A1", ("", "...", "!"))]) == ()


TEXTS = st.lists(
    st.sampled_from(
        [
            "liar",
            "Home",
            "address",
            "-",
            "E-mail",
            "bullied",
            "don't",
            "belong",
            "here",
            "\u00e9",
            "x_y",
            "#aB",
        ]
    ),
    max_size=20,
).map(" ".join) | st.text(max_size=60)


@given(TEXTS)
def test_each_suggestion_points_at_the_exact_words(text: str) -> None:
    for suggestion in KeywordIndex(CLAUSES).suggest({"post": text}):
        assert suggestion.score > 0
        for match in suggestion.matches:
            assert text[match.start : match.end] == match.words
            assert match.keyword in suggestion.clause.keywords


@given(st.sampled_from([keyword for clause in CLAUSES for keyword in clause.keywords]), TEXTS, TEXTS)
def test_a_keyword_is_found_wherever_it_stands(keyword: str, before: str, after: str) -> None:
    text = f"{before} . {keyword.upper()} . {after}"
    found = suggest({"post": text}, CLAUSES)
    assert any(keyword in suggestion.clause.keywords for suggestion in found)
