"""What each edition of the report says, and what the public one never says."""

import re
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings

from casework.errors import DomainError
from casework.reports.document import REQUIRED_TEXTS, Covering, Document, Exemption, Section, Table
from casework.reports.exempt import exempt_document
from casework.reports.facts import CaseFact, ClauseFact, Period, Standing
from casework.reports.figures import Figures
from casework.reports.public import public_document
from casework.reports.workflow import Edition, ExemptParagraph
from tests.reports.fenbridge import BEFORE, COVERING, HALF_YEAR, cases, figures
from tests.reports.histories import histories, periods, tally

CANARY = "Zebedee Quillfeather"
EXEMPTION = Exemption(
    (ExemptParagraph.IDENTITY, ExemptParagraph.INDIVIDUAL),
    "Cases that are still open would be prejudiced.",
    "the Director of Law",
)
FIGURES = figures(cases())


def public(found: Figures = FIGURES, covering: Covering = COVERING) -> Document:
    return public_document(found, covering, threshold=3, previous=figures(cases(), BEFORE))


def exempt(found: Figures = FIGURES, **how: object) -> Document:
    names = {line.reference: ("Cllr Ann Example",) for line in found.cases}
    return exempt_document(found, COVERING, EXEMPTION, names=names, **how)  # type: ignore[arg-type]


def words(document: Document) -> str:
    return repr(document)


def section(document: Document, heading: str) -> Section:
    [found] = [section for section in document.sections if section.heading == heading]
    return found


def log(document: Document) -> Table:
    return section(document, "Case log").tables[0]


def column(table: Table, heading: str) -> list[object]:
    return [row[table.headings.index(heading)] for row in table.rows]


def planted(fact: CaseFact) -> CaseFact:
    """Put a name wherever the facts of a case can hold text."""
    return replace(
        fact,
        authorities=frozenset({CANARY}),
        clauses=fact.clauses | {ClauseFact("A8", CANARY), ClauseFact(CANARY, "")},
    )


def test_a_name_planted_in_every_text_of_the_facts_of_a_few_cases_is_not_in_the_public_edition() -> None:
    facts = cases()
    told = {line.reference for line in FIGURES.cases[:2]}
    few = [planted(fact) if fact.reference in told else fact for fact in facts]
    text_fields = {
        field.name for field in fields(CaseFact) if "str" in str(field.type) or "Clause" in str(field.type)
    }
    assert text_fields == {"reference", "authorities", "clauses"}
    assert CANARY not in words(public(figures(few)))
    assert CANARY in words(exempt(figures(few)))


def test_the_public_edition_is_given_no_names_to_print() -> None:
    assert "Ann Example" not in words(public())
    assert "Ann Example" in words(exempt())


@settings(max_examples=50, deadline=None)
@given(histories(most=20), periods())
def test_the_public_edition_has_no_date_of_a_case(facts: list[CaseFact], period: Period) -> None:
    document = public_document(tally(facts, period), replace(COVERING, made_on=date(1999, 1, 1)), threshold=3)
    told = words(replace(document, title="", made_on=date(1999, 1, 1))).replace(period.label, "")
    assert not re.search(r"\b\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d\d-\d\d", told)
    assert told.count("datetime.date") == 1  # the day on which the report was made


def test_the_public_log_has_months_and_a_fixed_nature() -> None:
    table = log(public())
    assert table.headings[:5] == ("Reference", "Month received", "Nature", "Status", "Month resolved")
    assert all(re.fullmatch(r"[A-Z][a-z]+ 20\d\d", str(cell)) for cell in column(table, "Month received"))
    assert set(column(table, "Nature")) <= {line.nature for line in FIGURES.cases}
    assert len(table.rows) == len(FIGURES.cases)


def test_both_editions_show_the_sum_line_by_line() -> None:
    for document in (public(), exempt()):
        [table] = section(document, "Cases in the period").tables
        assert table.rows == (
            ("Open at the start", 7),
            ("+ Received", 14),
            ("+ Reopened", 1),
            ("− Closed", 8),
            ("− Merged into another case", 2),
            ("= Open at the end", 12),
        )
        assert table.sums_up


def test_both_editions_name_the_cases_that_were_logged_late_and_count_the_drafts() -> None:
    for document in (public(), exempt()):
        told = section(document, "Cases in the period").paragraphs
        assert any("SMC/2026/0010" in line for line in told)
        assert any("1 draft." in line for line in told)


def test_both_editions_show_status_and_outcome_whole_and_alike() -> None:
    assert section(public(), "Status and outcome") == section(exempt(), "Status and outcome")


def test_what_changed_since_last_time_sets_totals_beside_each_other() -> None:
    changed = section(public(), "What has changed since last time")
    assert changed.paragraphs == (COVERING.changes,)
    rows = {row[0]: row[1:] for row in changed.tables[0].rows}
    assert rows["Cases open at the end"] == (7, 12)
    first = public_document(FIGURES, COVERING, threshold=3)
    assert (
        section(first, "What has changed since last time")
        .paragraphs[-1]
        .startswith("There is no earlier period")
    )


def test_the_public_edition_counts_time_in_the_months_of_its_own_log() -> None:
    [table] = section(public(), "Time taken").tables
    taken = [line.months_taken for line in FIGURES.cases if line.months_taken is not None]
    assert table.rows[1] == ("Longest", max(taken))
    assert table.headings[1] == "Months"
    assert section(exempt(), "Time taken").tables[0].headings[1] == "Working days"


def test_the_exempt_edition_says_why_it_is_not_for_publication() -> None:
    document = exempt()
    assert document.legend == (
        "DRAFT. Not for publication: paragraphs 1 and 2 of Part 1 of Schedule 12A, Local Government Act 1972"
    )
    why = section(document, "Why this report is not for publication").paragraphs
    assert why[0].startswith("Paragraph 1 of Part 1 of Schedule 12A")
    assert EXEMPTION.public_interest in why
    assert "the Director of Law" in why[-1]
    assert public().legend == "DRAFT"


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        (((), "Reasons", "Officer"), "exempt_paragraphs"),
        (((ExemptParagraph.IDENTITY,), " ", "Officer"), "public_interest"),
        (((ExemptParagraph.IDENTITY,), "Reasons", ""), "proper_officer"),
    ],
)
def test_an_exempt_report_is_not_issued_without_paragraph_reasons_and_proper_officer(
    missing: tuple[tuple[ExemptParagraph, ...], str, str], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        exempt_document(FIGURES, replace(COVERING, draft=False), Exemption(*missing), names={})
    assert refused.value.field == field


def test_a_draft_says_all_that_is_missing_of_its_exemption_and_only_that() -> None:
    def why(exemption: Exemption) -> tuple[str, ...]:
        document = exempt_document(FIGURES, COVERING, exemption, names={})
        return section(document, "Why this report is not for publication").paragraphs

    still = [
        line for line in why(Exemption((ExemptParagraph.IDENTITY,))) if line.startswith("Still to be given")
    ]
    assert [("public interest" in line, "proper officer" in line) for line in still] == [
        (True, False),
        (False, True),
    ]
    assert why(Exemption((ExemptParagraph.IDENTITY,)))[0].startswith("Paragraph 2 of Part 1")
    assert len(why(Exemption())) == 3
    assert not any(line.startswith("Still") for line in why(EXEMPTION))


def test_a_table_of_all_cases_of_the_period_does_not_say_that_it_counts_what_was_received() -> None:
    tables = {table.headings[0]: table for table in section(exempt(), "How the cases break down").tables}
    decided = tables["Assessment decision"]
    assert decided.caption == "Cases of the period by assessment decision"
    assert "whenever it was received" in decided.note
    assert sum(count for _, count in decided.rows) == len(FIGURES.cases)  # type: ignore[misc]
    assert all(
        "received" in table.caption and "whenever" not in table.note
        for table in tables.values()
        if table is not decided
    )


def test_only_paragraphs_that_can_apply_are_offered() -> None:
    assert [paragraph.value for paragraph in ExemptParagraph] == ["1", "2", "3", "5", "7"]


def test_nobody_is_named_whose_case_is_not_closed_unless_asked() -> None:
    for line, name in zip(FIGURES.cases, column(log(exempt()), "Councillor"), strict=True):
        assert (name == "Cllr Ann Example") == (line.standing is Standing.CLOSED)
    assert set(column(log(exempt(name_open_cases=True)), "Councillor")) == {"Cllr Ann Example"}


def test_a_case_left_out_of_the_exempt_log_is_counted_and_said_to_be() -> None:
    out = FIGURES.cases[3].reference
    document = exempt(left_out={out})
    assert out not in column(log(document), "Reference")
    assert log(document).note == "1 case left out of this log. The figures count every case."
    assert section(document, "Cases in the period") == section(exempt(), "Cases in the period")


def test_an_issued_report_is_no_longer_marked_draft() -> None:
    assert public(covering=replace(COVERING, draft=False)).legend == ""


@pytest.mark.parametrize("name", list(REQUIRED_TEXTS))
def test_a_report_cannot_be_issued_without_what_the_committee_needs(name: str) -> None:
    assert COVERING.missing() == []
    assert [each.field for each in replace(COVERING, **{name: " "}).missing()] == [name]  # type: ignore[arg-type]


def test_all_that_a_report_lacks_is_told_at_once() -> None:
    bare = replace(COVERING, **dict.fromkeys(REQUIRED_TEXTS, ""))  # type: ignore[arg-type]
    assert [each.field for each in bare.missing()] == list(REQUIRED_TEXTS)


def test_the_sections_come_in_the_order_in_which_a_committee_reads() -> None:
    headings = [part.heading for part in public().sections]
    assert headings == [
        "Purpose",
        "Recommendation",
        "What has changed since last time",
        "Cases in the period",
        "Status and outcome",
        "Removal requests",
        "Time taken",
        "How the cases break down",
        "Implications",
        "Background papers",
        "Contact",
        "Case log",
    ]
    assert (public().edition, exempt().edition) == (Edition.PUBLIC, Edition.EXEMPT)


def test_charts_are_drawn_only_where_there_are_enough_cases() -> None:
    few = figures(cases(6))
    assert not any(table.charted for part in exempt(few).sections for table in part.tables)
    assert any(table.charted for part in exempt().sections for table in part.tables)


@settings(max_examples=50, deadline=None)
@given(histories(most=12), periods())
def test_both_editions_can_be_made_of_any_history(facts: list[CaseFact], period: Period) -> None:
    found = tally(facts, period)
    assert log(public_document(found, COVERING, threshold=3)).rows is not None
    assert len(log(exempt(found)).rows) == len(found.cases)


def test_a_report_of_no_cases_says_so() -> None:
    nothing = figures([], HALF_YEAR)
    told = section(public_document(nothing, COVERING, threshold=3), "How the cases break down").paragraphs
    assert "By clause: there were none." in told
    assert section(exempt(nothing), "Time taken").paragraphs == (
        "No case was resolved and closed in the period.",
    )
