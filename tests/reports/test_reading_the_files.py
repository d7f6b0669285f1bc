"""What a clerk downloads, taken apart: nothing is hidden in a public file, and nothing hidden from it can be rebuilt.

Who wants a hidden number has the file alone, with all its parts. Two offices in which two values have changed places
give files that are the same in every part; as the two values have different numbers, no reading of the file, however
clever, tells how many each has. Shown values change places as well, and then the files must differ, or comparing them
would prove nothing.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from lxml import etree
from sqlalchemy import ColumnElement, case, cast, literal, update
from sqlalchemy.orm import InstrumentedAttribute

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import AllegationClause, Complaint, Post, SubjectMember
from casework.cases.workflow import ComplainantCategory
from casework.codes import library
from casework.codes import service as codes
from casework.council import service as council
from casework.database import db
from casework.members.workflow import Platform, Tier
from casework.permissions import Role
from casework.reports import queries, service
from casework.reports.assembly import assemble
from casework.reports.facts import Period
from casework.reports.workflow import Edition
from tests.reports.test_reports import TEXTS
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.code_factories import clause_id, make_allegation, subject_of
from tests.support.factories import make_officer
from tests.support.member_factories import make_authority

HALF_YEAR = Period(date(2026, 4, 1), date(2026, 9, 30))
IN_JUNE, AFTER = datetime(2026, 6, 10, 9, tzinfo=UTC), datetime(2026, 10, 12, 9, tzinfo=UTC)
PEOPLE = ("Quill", "Brannock", "resident@", "nettle_voice")
CLAUSES = ["A1", "A2", "A3"]
Parts = dict[str, bytes]

KNOWN_PARTS = re.compile(
    r"(xlsx|docx):(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml"
    r"|xl/(workbook|styles|theme/theme1|sharedStrings|worksheets/sheet\d|drawings/drawing\d|charts/chart\d+)\.xml"
    r"|xl/(_rels/workbook|worksheets/_rels/sheet\d|drawings/_rels/drawing\d)\.xml\.rels"
    r"|word/(document|styles|settings|webSettings|fontTable|numbering|theme/theme1|(header|footer)\d)\.xml"
    r"|word/_rels/document\.xml\.rels)"
)


@dataclass(frozen=True)
class Exchanged:
    """A column that says what a case is about: nine cases have the first value, two the second, one the third."""

    title: str
    column: InstrumentedAttribute[Any]
    many: object
    two: object
    one: object


@pytest.fixture
def office(monitoring_officer: Officer) -> list[Exchanged]:
    """Twelve cases, in which each breakdown has a value of nine, one of two and one of one."""
    council.change_settings(actor=monitoring_officer, council_name="Fenbridge", committee_name="Standards")
    places = [make_authority(name, tier) for name, tier in
              (("Fenbridge", Tier.COUNTY), ("Eelmere", Tier.DISTRICT), ("Little Wending", Tier.PARISH))]  # fmt: skip
    ids = [place.id for place in places]
    social_media, _ = (
        codes.load_shipped(code, ids, label="adopted 2024", in_force_from=date(2024, 5, 1), actor=None)
        for code in (library.social_media_code(), library.members_code())
    )
    columns = [
        Exchanged("authority", SubjectMember.authority_id, *ids),
        Exchanged("category of complainant", Complaint.category, *list(ComplainantCategory)[:3]),
        Exchanged("platform", Post.platform, Platform.FACEBOOK, Platform.X, Platform.NEXTDOOR),
        Exchanged("clause", AllegationClause.clause_id, *(clause_id(social_media, each) for each in CLAUSES)),
    ]  # fmt: skip
    with clock.telling_of(IN_JUNE):
        for number in range(12):
            place = _nth(number, places)
            councillor = make_councillor(f"Barnaby Quill {number}", authority=place.name)
            made = make_case(monitoring_officer, councillor=councillor, received_on=date(2026, 6, 10))
            cases.change_subject(subject_of(made), actor=monitoring_officer, authority_id=place.id)
            cases.add_post(
                made, actor=monitoring_officer, words="Brannock is a liar", handle="nettle_voice",
                platform=_nth(number + 3, [columns[2].many, columns[2].two, columns[2].one]),
                posted_from=date(2026, 6, 3), posted_to=date(2026, 6, 3),
            )  # fmt: skip
            make_allegation(made, social_media, actor=monitoring_officer, reference=_nth(number + 6, CLAUSES))
            [complaint] = db.session.query(Complaint).filter_by(case_id=made.id)
            cases.change_complaint(
                complaint, actor=monitoring_officer, complainant_name="Devi Brannock",
                category=_nth(number + 9, [columns[1].many, columns[1].two, columns[1].one]),
            )  # fmt: skip
    return columns


def _nth(number: int, values: list[Any]) -> Any:
    """Nine of twelve have the first value, two the second, one the third."""
    place = number % 12
    return values[0] if place < 9 else values[1] if place < 11 else values[2]


@contextmanager
def exchanged(column: InstrumentedAttribute[Any], one: object, other: object) -> Iterator[None]:
    """The office as it would be, had two values changed places in all its cases."""
    apart = db.engine.begin_nested()  # type: ignore[attr-defined]  # within a test the engine is its connection
    try:
        first, second = (cast(literal(value, column.type), column.type) for value in (one, other))
        swapped: ColumnElement[Any] = case((column == first, second), (column == second, first), else_=column)
        db.session.connection().execute(update(column.class_.__table__).values({column.key: swapped}))
        db.session.commit()
        yield
    finally:
        db.session.remove()
        apart.rollback()


def downloaded(client: Browserless, edition: Edition = Edition.PUBLIC) -> Parts:
    """Issue the report of the half-year, download both files as a clerk, and return every part of them."""
    with clock.telling_of(AFTER):
        actor = db.session.query(Officer).filter_by(name="Morgan Officer").one()
        report = service.draft_report(HALF_YEAR, edition, actor=actor)
        service.change_report(report, actor=actor, texts=TEXTS)
        service.issue_report(report, actor=actor, version=report.version)
        head = (queries.get(actor, report.id).audit_head or "").encode()
        client.sign_in(make_officer(Role.CLERK))
        parts: Parts = {}
        for link in client.get(f"/reports/{report.id}").links().values():
            if "/files/" in link:
                with client.http.get(link) as answer:
                    parts |= opened(answer.data, head)
    assert {name.split(":")[0] for name in parts} == {"xlsx", "docx"}
    return parts


def opened(data: bytes, head: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not archive.comment
        kind = "docx" if "word/document.xml" in archive.namelist() else "xlsx"
        assert not any(each.comment or each.extra for each in archive.infolist())
        return {f"{kind}:{name}": archive.read(name).replace(head, b"HEAD") for name in archive.namelist()}


def tables() -> list[Any]:
    """The tables of the draft as it would be made now."""
    with clock.telling_of(AFTER):
        actor = db.session.query(Officer).filter_by(name="Morgan Officer").one()
        draft = service.draft_report(HALF_YEAR, Edition.PUBLIC, actor=actor)
        return [section.tables for section in assemble(draft).document.sections]


def test_no_hidden_number_can_be_rebuilt_from_all_the_parts_of_the_files(
    client: Browserless, office: list[Exchanged]
) -> None:
    nobody = office[0]
    with exchanged(nobody.column, nobody.many, nobody.many):
        as_it_is, told = downloaded(client), tables()
    for each in office:
        with exchanged(each.column, each.two, each.one):
            assert downloaded(client) == as_it_is, f"{each.title}: the two hidden values can be told apart"
        with exchanged(each.column, each.many, each.one):
            assert tables() != told, f"{each.title}: nothing of it is told"


def test_a_public_file_has_no_part_sheet_row_column_comment_or_property_that_is_hidden(
    client: Browserless, office: list[Exchanged]
) -> None:
    assert office
    parts = downloaded(client)
    assert [name for name in parts if not KNOWN_PARTS.fullmatch(name)] == []
    assert sum("/charts/" in name for name in parts) >= 4
    for name, part in parts.items():
        root = etree.fromstring(part)
        assert not list(root.iter(etree.Comment, etree.ProcessingInstruction)), name
        for element in root.iter():
            tag = etree.QName(element).localname
            assert element.get("hidden") not in {"1", "true"}, (name, tag)
            assert tag not in {
                "vanish",
                "ins",
                "del",
                "comment",
                "docVar",
                "bookmarkStart",
                "sdt",
                "numCache",
                "strCache",
            }
            assert tag != "definedName" or element.get("name") == "_xlnm.Print_Titles"
            assert tag != "sheet" or element.get("state") in {None, "visible"}
        for person in PEOPLE:
            assert person.encode() not in part, name
    software = {f"Microsoft Excel Compatible / Openpyxl {openpyxl.__version__}", openpyxl.__version__[:3]}
    assert properties_of(parts) <= software | {
        "Councillors and social media: cases from 1 April 2026 to 30 September 2026",
        "Report of the Monitoring Officer to the Standards, Fenbridge",
        "Fenbridge",
        "en-GB",
        "1",  # the first version of the file
        "2026-10-12T00:00:00Z",  # the day of the report
    }


def properties_of(parts: Parts) -> set[str]:
    """What the files say of themselves."""
    roots = [etree.fromstring(part) for name, part in parts.items() if "docProps" in name]
    return {words for root in roots for words in root.itertext() if words.strip()}
