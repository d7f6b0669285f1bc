"""Reading a Code as published. Every council and Code here is made up."""

import os
import textwrap
from pathlib import Path

import pytest

from casework.codes.paragraphs import UnreadableCode
from casework.codes.parser import Correction, PublishedCode, parse
from casework.codes.workflow import ClauseKind
from casework.errors import DomainError
from tests.codes.reading_back import read, references, wordings, words

SALTMARSH = (Path(__file__).parent / "samples" / "saltmarsh-social-media-code.txt").read_text(
    encoding="utf-8"
)


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


@pytest.mark.real_code
def test_the_code_in_force_as_published_reads_as_42_clauses_and_loses_no_word() -> None:
    path = os.environ["CASEWORK_REAL_CODE"]
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


def test_a_compound_cut_at_its_hyphen_is_one_word_again() -> None:
    code = read(
        "Code of Conduct\n\nWhat to avoid\n\n- Do not write anything about a member that is anti-\n"
        "  faith, or about pre-\n  and post-election matters.\n"
    )
    assert wordings(code)["A1"] == (
        "Do not write anything about a member that is anti-faith, or about pre- and post-election matters."
    )


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


def test_a_clause_gets_a_title_to_start_from() -> None:
    titles = {clause.reference: clause.title for clause in read(SALTMARSH).clauses()}
    assert titles["A2"] == "Do not help yourself to other people's pictures, words or designs"
    assert titles["R8"] == "Copyright runs online too"
    assert titles["A1"] == "Do not put the council in breach of data protection law, for instance…"
    assert all(0 < len(title) <= 70 for title in titles.values())


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
