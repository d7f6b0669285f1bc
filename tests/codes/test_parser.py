"""Reading a Code as published. Every council and Code here is made up."""

import os
import textwrap
from pathlib import Path

import pytest

from casework.codes.paragraphs import UnreadableCode
from casework.codes.parser import Correction, PublishedCode, parse
from casework.codes.workflow import ClauseKind
from casework.errors import DomainError
from tests.codes.reading_back import wordings, words

SALTMARSH = (Path(__file__).parent / "samples" / "saltmarsh-social-media-code.txt").read_text(
    encoding="utf-8"
)


def read(text: str) -> PublishedCode:
    return parse(text.encode())


def references(code: PublishedCode) -> list[str]:
    return [clause.reference for clause in code.clauses()]


SHAPE = (
    [f"A{n}" for n in range(1, 10)]
    + ["G1", "G2", "G2a", "G2b", "G2c", "G2d"]
    + [f"G{n}" for n in range(3, 14)]
    + [f"R{n}" for n in range(1, 17)]
)


def test_a_code_of_this_shape_has_9_practices_to_avoid_13_of_good_practice_with_4_under_the_second_and_16_duties() -> (
    None
):
    code = read(SALTMARSH)
    assert code.title == "Social Media Code for Members"
    assert references(code) == SHAPE
    assert len(SHAPE) == 9 + 13 + 4 + 16 == 42
    assert {c.reference: c.parent_reference for c in code.clauses() if c.parent_reference} == {
        "G2a": "G2", "G2b": "G2", "G2c": "G2", "G2d": "G2",
    }  # fmt: skip


def test_a_list_of_platforms_is_not_clauses_and_says_why() -> None:
    code = read(SALTMARSH)
    platforms = [item for section, item in code.items() if section.title == "Purpose"]
    assert len(platforms) == 7
    assert not any(item.is_clause for item in platforms)
    assert all(item.why_not for item in platforms)


def test_no_word_of_the_sample_is_lost_changed_or_moved() -> None:
    assert words(read(SALTMARSH)) == SALTMARSH.split()


def test_wording_is_exact() -> None:
    wording = wordings(read(SALTMARSH))
    assert wording["A2"] == "Do not help yourself to other people's pictures, words or designs."
    assert wording["R9"].endswith("at work or outside it")
    assert wording["G2"].endswith("for instance:")


@pytest.mark.parametrize(
    "published",
    [
        pytest.param(SALTMARSH.encode("utf-8"), id="UTF-8"),
        pytest.param(SALTMARSH.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(SALTMARSH.encode("utf-16"), id="UTF-16"),
        pytest.param(SALTMARSH.encode("utf-16-be"), id="UTF-16 without a mark"),
        pytest.param(SALTMARSH.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(SALTMARSH.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(SALTMARSH.replace("- ", "\u2022\t").encode(), id="round bullets"),
        pytest.param(SALTMARSH.replace("- ", "\u2022\xa0").encode(), id="bullets with hard spaces"),
        pytest.param(SALTMARSH.replace("- ", "* ").encode(), id="asterisks"),
        pytest.param(SALTMARSH.replace("\n- ", "\no\t").encode(), id="small o"),
        pytest.param(
            SALTMARSH.replace("- ", "\u2013 ").replace("'", "\u2019").encode("cp1252"), id="Windows-1252"
        ),
        pytest.param(SALTMARSH.replace("- ", "\u25aa ").encode(), id="squares"),
        pytest.param(SALTMARSH.replace("\n- ", "\n\n- ").encode(), id="a blank line between any two items"),
        pytest.param(SALTMARSH.replace("\n- ", "\n\f- ").encode(), id="a page break between any two items"),
        pytest.param(
            SALTMARSH.replace("\n- ", "\n\n\n   7\n\f\n- ").encode(), id="a page number between any two"
        ),
        pytest.param(SALTMARSH.replace(" - ", "\to ").encode(), id="another bullet for sub-items"),
        pytest.param(SALTMARSH.replace("\n\n", "\n").encode(), id="no blank line anywhere"),
    ],
)
def test_the_way_a_code_is_typed_does_not_change_its_clauses(published: bytes) -> None:
    assert references(parse(published)) == SHAPE


def test_the_code_in_force_as_published_reads_as_42_clauses_and_loses_no_word() -> None:
    path = os.environ.get("CASEWORK_REAL_CODE")
    if not path:
        pytest.skip("CASEWORK_REAL_CODE names no copy of the Code as published")
    data = Path(path).read_bytes()
    code = parse(data)
    assert references(code) == SHAPE
    assert words(code) == data.decode("utf-8-sig").split()
    platforms = [item.is_clause for section, item in code.items() if section.title == "Purpose"]
    assert platforms == [False] * 7


def wrap(text: str, width: int) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        hang = " " * (len(line) - len(line.lstrip()) + 2) if line.lstrip().startswith("- ") else ""
        lines += textwrap.wrap(line, width, subsequent_indent=hang, drop_whitespace=True) or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [50, 72, 100])
def test_lines_wrapped_at_a_margin_are_joined_again(width: int) -> None:
    code, plain = read(wrap(SALTMARSH, width)), read(SALTMARSH)
    assert wordings(code) == wordings(plain)
    assert [section.title for section in code.sections] == [section.title for section in plain.sections]


def test_wrapped_lines_without_a_hanging_indent_are_joined_too() -> None:
    wrapped = "\n".join(
        line.lstrip() if not line.lstrip().startswith("- ") else line
        for line in wrap(SALTMARSH, 72).split("\n")
    )
    assert wordings(read(wrapped)) == wordings(read(SALTMARSH))


def test_an_item_cut_by_a_page_end_with_its_number_and_running_header_is_one_item() -> None:
    text = (
        "Ashby Parish Council\nSocial Media Code\n\nPractices to avoid\n\n- Do not publish what\n\n"
        "Page 1 of 2\n\fAshby Parish Council\n\nwas said in private session.\n- Do not bully.\n\nPage 2 of 2\n"
    )
    code = read(text)
    assert wordings(code) == {
        "A1": "Do not publish what was said in private session.",
        "A2": "Do not bully.",
    }
    assert code.furniture == ("Page 1 of 2", "Ashby Parish Council", "Page 2 of 2")


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


def test_a_clause_gets_a_title_to_start_from() -> None:
    titles = {clause.reference: clause.title for clause in read(SALTMARSH).clauses()}
    assert titles["A2"] == "Do not help yourself to other people's pictures, words or designs"
    assert titles["R8"] == "Copyright runs online too"
    assert titles["A1"] == "Do not put the council in breach of data protection law, for instance…"
    assert all(0 < len(title) <= 70 for title in titles.values())


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


def corrected(
    code: PublishedCode,
    place: int,
    *,
    reference: str | None = None,
    kind: ClauseKind | None = None,
    is_clause: bool | None = None,
) -> PublishedCode:
    """Correct one item in what is given, and keep the rest as proposed."""
    item = list(code.items())[place][1]
    said = Correction(
        item.reference if reference is None else reference,
        item.kind if kind is None else kind,
        item.is_clause if is_clause is None else is_clause,
    )
    return code.corrected({place: said})


def test_an_officer_corrects_what_was_proposed() -> None:
    code = read(SALTMARSH)
    first = [item.reference for _, item in code.items()].index("A1")
    renamed = corrected(code, first, reference=" A1x ", kind=ClauseKind.GUIDANCE)
    assert renamed.clauses()[0].reference == "A1x"
    assert renamed.clauses()[0].kind is ClauseKind.GUIDANCE
    assert [c.reference for c in renamed.clauses()[1:]] == SHAPE[1:]
    assert words(renamed) == words(code)
    assert references(corrected(code, first, is_clause=False)) == SHAPE[1:]
    assert references(corrected(code, 0, is_clause=True)) == ["P1", *SHAPE]


def test_a_sub_item_that_an_officer_says_is_no_clause_stays_in_the_wording_of_its_clause() -> None:
    code = read(SALTMARSH)
    sub = [item.reference for _, item in code.items()].index("G2c")
    found = wordings(corrected(code, sub, is_clause=False))
    assert "G2c" not in found
    assert "Guard the council's good name" in found["G2"]


@pytest.mark.parametrize("reference", ["", "A2", "with space", "x" * 21])
def test_a_clause_needs_a_reference_of_its_own(reference: str) -> None:
    code = read(SALTMARSH)
    first = [item.reference for _, item in code.items()].index("A1")
    with pytest.raises(DomainError) as refused:
        corrected(code, first, reference=reference)
    assert refused.value.field in {f"reference-{first}", f"reference-{first + 1}"}


RECIPE = "Parkin\n\nMelt the butter with the treacle. Stir in the oatmeal.\n\nKeep it a week.\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf\n", "no words"),
        (RECIPE.encode(), "No rules were found"),
        (
            b"Parkin\n\n- 100 g of butter\n- 100 g of treacle\n\nMethod\n\n1. Melt.\n2. Bake.\n",
            "never mentions",
        ),
        (b"\x00\x01\x02\x03 binary \xff", "not plain text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "picture"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"{\\rtf1\\ansi Code of Conduct}", "rich text"),
        (b"<!DOCTYPE html><ul><li>Members must be kind</ul>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"- Members must be kind\n" * 500_000, "larger than 10 MB"),
        (b"- Members must be kind\n" * 50_000, "far longer"),
        (b"PK\x03\x04 not really a ZIP", "damaged"),
    ],
)
def test_a_file_that_is_no_code_is_refused_with_what_it_is_and_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableCode, match=said) as refused:
        parse(data)
    assert refused.value.field == "file"
