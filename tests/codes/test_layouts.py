"""Codes as different councils lay them out. Every council and Code here is made up."""

import pytest

from casework.codes.workflow import ClauseKind
from tests.codes.reading_back import read, references, wordings, words

MEMBERS_CODE = """Holm District Council
Members' Code of Conduct

1. Introduction

1.1 The council adopted this Code in May. It applies to every councillor.
1.2 A word in italics is explained at the end.

2. Respect

As a councillor:

2.1 I treat every person with courtesy.
2.2 I do not, in any message that I send:
(a) insult a person;
(b) threaten a person, whether
    openly or not; or
(c) single a person out.

Courtesy leaves room for argument. Members may attack a policy and not its author.

3. Gifts

3.1 I declare each gift of
more than £50 within 28 days.
"""


def test_a_numbered_code_keeps_its_own_numbers() -> None:
    code = read(MEMBERS_CODE)
    assert code.title == "Members' Code of Conduct"
    assert [(section.number, section.title) for section in code.sections] == [
        ("1.", "Introduction"), ("2.", "Respect"), ("3.", "Gifts"),
    ]  # fmt: skip
    assert references(code) == ["2.1", "2.2", "2.2(a)", "2.2(b)", "2.2(c)", "3.1"]
    assert wordings(code)["2.2(b)"] == "threaten a person, whether openly or not; or"
    assert wordings(code)["3.1"] == "I declare each gift of more than £50 within 28 days."
    assert {clause.kind for clause in code.clauses()} >= {ClauseKind.OBLIGATION}
    assert words(code) == MEMBERS_CODE.split()


def test_paragraphs_about_the_code_are_context_even_when_numbered() -> None:
    introduction = [item for section, item in read(MEMBERS_CODE).items() if section.title == "Introduction"]
    assert [item.reference for item in introduction] == ["1.1", "1.2"]
    assert not any(item.is_clause for item in introduction)


def test_numbers_of_three_parts_stand_under_those_of_two() -> None:
    code = read(
        "Code of Conduct\n\n5 Standards\n\n5.1 Members must be honest.\n5.1.1 Members must say what they know.\n"
        "5.1.2 Members must say when they do not.\n5.2 Members must be fair.\n"
    )
    assert [(c.reference, c.parent_reference) for c in code.clauses()] == [
        ("5.1", None), ("5.1.1", "5.1"), ("5.1.2", "5.1"), ("5.2", None),
    ]  # fmt: skip
    assert (code.sections[0].number, code.sections[0].title) == ("5", "Standards")


@pytest.mark.parametrize(
    ("avoid", "duties"),
    [
        ("PRACTICES TO AVOID", "RESPONSIBILITIES"),
        ("Practices to avoid:", "Responsibilities of councillors:"),
        ("1. Practices to avoid", "2. Responsibilities"),
        ("1 Practices to avoid", "2 Responsibilities"),
        ("A. Practices to avoid", "B. Responsibilities"),
        ("What to avoid?", "Whose responsibility is it?"),
    ],
)
def test_headings_are_known_however_they_are_set(avoid: str, duties: str) -> None:
    lists = "- Do not boast.\n- Do not lie\n", "• Be kind.\n• Be brief.\n"
    text = f"Our Code for councillors\n\n{avoid}\n\n{lists[0]}\n{duties}\n{lists[1]}"
    code = read(text)
    assert references(code) == ["A1", "A2", "R1", "R2"]
    assert words(code) == text.split()


def test_a_heading_that_follows_an_item_without_a_blank_line_ends_the_list() -> None:
    code = read(
        "Code of Conduct\nWhat to avoid\n- Do not boast\n- Do not lie\nResponsibilities\n- Be kind\n- Be brief\n"
    )
    assert references(code) == ["A1", "A2", "R1", "R2"]


def test_an_introduction_to_a_list_is_not_a_heading() -> None:
    code = read(
        "Code of Conduct\n\nStandards\n\nMembers must:\n\n- be honest;\n- be fair.\n\nMembers must not:\n\n- gossip.\n"
    )
    assert [section.title for section in code.sections] == ["Standards"]
    assert references(code) == ["S1", "S2", "S3"]
    assert code.sections[0].text == ("Members must:", "Members must not:")


def test_lists_nest_by_indent_and_by_custom() -> None:
    code = read(
        "Code of Conduct\n\nStandards\n\n1. Members must be fair:\n   a) to officers;\n      i. in meetings\n"
        "      ii. in writing\n   b) to residents.\n2. Members must be honest:\no in public;\no in private.\n"
        "3. Members must be brief.\n"
    )
    assert references(code) == ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "2", "2a", "2b", "3"]


def test_the_letter_i_is_a_letter_after_h_and_a_number_at_the_head_of_a_list() -> None:
    lines = "".join(f"({letter}) Members must do {letter}.\n" for letter in "abcdefghij")
    code = read(f"Code of Conduct\n\n4 Standards\n\n{lines}")
    assert references(code) == [f"4({letter})" for letter in "abcdefghij"]


def test_an_item_of_several_paragraphs_keeps_them_all() -> None:
    code = read(
        "Code of Conduct\n\nWhat to avoid\n\n- Do not gossip.\n\n  Gossip is talk about a person\n"
        "  behind their back.\n\n  It hurts.\n\n- Do not lie.\n"
    )
    assert (
        wordings(code)["A1"]
        == "Do not gossip.\n\nGossip is talk about a person behind their back.\n\nIt hurts."
    )
    assert references(code) == ["A1", "A2"]


def test_a_number_or_a_dash_at_the_head_of_a_wrapped_line_is_not_an_item() -> None:
    code = read(
        "Code of Conduct\n\nWhat to avoid\n\n"
        "- Do not forget what was agreed when the council met in full in the year of\n"
        "  1985. It was printed again in the Constitution of the council at section\n"
        "  12. Nobody has taken it back, and members \u2013 of any party or of none\n"
        "  \u2013 are bound by it as they are by paragraph\n"
        "  5.1 of the Members' Code.\n- Do not lie.\n"
    )
    assert references(code) == ["A1", "A2"]


def test_a_bullet_on_a_line_of_its_own_belongs_to_the_next_line() -> None:
    code = read("Code of Conduct\n\nWhat to avoid\n\n•\nDo not gossip.\n•\n\nDo not lie.\n")
    assert wordings(code) == {"A1": "Do not gossip.", "A2": "Do not lie."}


def test_examples_under_a_clause_are_not_clauses_but_stay_in_its_wording() -> None:
    code = read(
        "Code of Conduct\n\nWhat to avoid\n\n- Do not upload films, such as:\n  - cartoons\n  - news\n- Do not lie.\n"
    )
    assert wordings(code) == {
        "A1": "Do not upload films, such as:\n- cartoons\n- news",
        "A2": "Do not lie.",
    }


def test_printed_references_are_kept() -> None:
    code = read(
        "Code of Conduct\n\nStandards\n\nS1 Members must be fair.\nS2 Members must be honest.\n"
        "S2a This binds substitutes.\n"
    )
    assert [(c.reference, c.parent_reference) for c in code.clauses()] == [
        ("S1", None),
        ("S2", None),
        ("S2a", "S2"),
    ]


def test_sections_with_one_initial_get_different_letters() -> None:
    code = read(
        "Code of Conduct\n\nRespect\n\n- Be kind.\n\nReputation\n\n- Be proud.\n\nRules of debate\n\n- Be brief.\n\n"
        "Responsibilities\n\n- Be here.\n"
    )
    found = references(code)
    assert len(set(found)) == 4
    assert found[-1] == "R1"


def test_a_hundred_sections_with_one_initial_still_get_short_references_of_their_own() -> None:
    code = read(
        "Code of Conduct\n\n" + "".join(f"Rule {n}\n\n- Members must do {n}.\n\n" for n in range(100))
    )
    assert len(set(references(code))) == 100
    assert max(map(len, references(code))) <= 6


def test_kinds_are_proposed_from_the_words() -> None:
    code = read(
        "Social Media Code\n\nGood practice\n\n- Consider who will read it.\n- Members must not bully.\n"
        "- Anyone receiving threats should tell the police.\n- Posts last for ever.\n"
    )
    assert [clause.kind for clause in code.clauses()] == [
        ClauseKind.GUIDANCE, ClauseKind.OBLIGATION, ClauseKind.MEMBER_SAFETY, ClauseKind.GUIDANCE,
    ]  # fmt: skip


def test_exceptions_to_a_rule_are_part_of_it_and_the_next_rule_is_beside_it() -> None:
    code = read(
        "Code of Conduct\n\n2. Confidences\n\n2.1 I publish nothing told to me:\n\na. in private, or\n\n"
        "b. under a promise, unless\n\n   i. the speaker agrees; or\n\n   ii. it is:\n\n      1. fair; and\n\n"
        "      2. lawful.\n\n2.2 I use nothing told to me.\n"
    )
    assert wordings(code) == {
        "2.1": "I publish nothing told to me:",
        "2.1(a)": "in private, or",
        "2.1(b)": "under a promise, unless\ni. the speaker agrees; or\nii. it is:\n1. fair; and\n2. lawful.",
        "2.2": "I use nothing told to me.",
    }
    assert {clause.kind for clause in code.clauses()} == {ClauseKind.OBLIGATION}


def test_a_date_of_adoption_under_the_title_is_no_section() -> None:
    code = read(
        "Wending Town Council\n\nSocial Media Protocol\n\nAdopted May 2024\n\nWhat to avoid\n\n"
        "- Do not lie to members.\n"
    )
    assert code.title == "Social Media Protocol"
    assert code.front == ("Wending Town Council", "Social Media Protocol", "Adopted May 2024")
    assert [section.title for section in code.sections] == ["What to avoid"]


def test_lists_of_dos_and_donts_are_told_apart() -> None:
    code = read(
        "SOCIAL MEDIA PROTOCOL FOR COUNCILLORS\n\nDO'S AND DON'TS\n\nDo:\n* check facts\n\nDon't:\n* post in anger\n"
    )
    assert [(clause.section, clause.kind) for clause in code.clauses()] == [
        ("Do:", ClauseKind.GUIDANCE), ("Don't:", ClauseKind.OBLIGATION),
    ]  # fmt: skip


def test_a_contents_page_is_not_a_list_of_rules() -> None:
    code = read(
        "Code of Conduct\n\nContents\n1. Respect ........ 2\n2. Honesty ........ 3\n\n1. Respect\n\n"
        "1.1 Members must be kind.\n\n2. Honesty\n\n2.1 Members must not lie.\n"
    )
    assert references(code) == ["1.1", "2.1"]
