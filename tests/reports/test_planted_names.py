"""No name that anybody can type, in any column of any table, is in what the public reads of a report."""

import io
import re
import zipfile
from typing import Any

import pytest

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.council import service as council
from casework.database import Base
from casework.permissions import Role
from casework.reports import service
from casework.reports.models import CommitteeReport
from casework.reports.workflow import Edition, FileFormat
from tests.reports.planting import CANARY, FROZEN, plant
from tests.reports.test_reports import TEXTS, this_month
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.client import Browserless
from tests.support.factories import make_officer

# What a report prints by design: the council, its committee and contact, the case's own reference, the names of
# authorities, and the library's words for a clause.
PRINTED = {
    ("council_settings", "council_name"),
    ("council_settings", "committee_name"),
    ("council_settings", "contact_name"),
    ("council_settings", "contact_email"),
    ("council_settings", "contact_phone"),
    ("cases", "reference"),
    ("authorities", "name"),
    ("clauses", "reference"),
    ("clauses", "title"),
}
NAME = re.compile(rf"{CANARY}\d+[A-Za-z]*")
Planted = dict[str, tuple[str, str]]


@pytest.fixture
def planted(monitoring_officer: Officer) -> Planted:
    """An office in which every text is a name of its own, with open cases, a closed one and a draft."""
    council.change_settings(actor=monitoring_officer, council_name="Fenbridge", committee_name="Standards")
    made: list[Case] = []
    for _ in range(4):
        case = make_case(monitoring_officer, councillor=make_councillor())
        cases.add_action(case, actor=monitoring_officer, what="Ring the group leader")
        cases.add_post(case, actor=monitoring_officer, words="Rude words", address="https://social.example/1")
        cases.add_note(case, f"{CANARY}0Note", actor=monitoring_officer)
        made.append(case)
    cases.close_case(made[-1], f"{CANARY}0Reason", actor=monitoring_officer)
    cases.raise_wall(
        made[0], make_officer(Role.STANDARDS_OFFICER), f"{CANARY}0Wall", actor=monitoring_officer
    )
    make_draft(monitoring_officer, description=f"{CANARY}0Description")
    return plant(PRINTED)


def draft(actor: Officer, edition: Edition, **values: Any) -> CommitteeReport:
    report = service.draft_report(this_month(), edition, actor=actor)
    service.change_report(report, actor=actor, texts=TEXTS, **values)
    return report


def names_in(client: Browserless, report: CommitteeReport) -> set[str]:
    """Return every planted name that is in a part of a file, on the page or in the print-out, all over HTTP."""
    found: set[str] = set()
    for kind in FileFormat:
        with client.http.get(f"/reports/{report.id}/draft/{kind.value}") as answer:
            assert answer.status_code == 200
            with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
                for member in archive.namelist():
                    found.update(NAME.findall(member + archive.read(member).decode(errors="replace")))
    for path in ("", "/print"):
        page = client.get(f"/reports/{report.id}{path}")
        main = next(page.root.iter("main"))  # outside it stands who is signed in
        found.update(NAME.findall(" ".join([*main.itertext(), *(str(each.attrib) for each in main.iter())])))
    return found


def test_a_name_is_planted_in_every_column_that_holds_words(planted: Planted) -> None:
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    assert set(planted.values()).isdisjoint(PRINTED)
    assert {table for table, _ in PRINTED} <= tables.keys()
    for name, column in PRINTED:
        assert column in tables[name].columns
    assert len(planted) > 190
    wordless = tables.keys() - {table for table, _ in planted.values()} - FROZEN
    assert {"cases", "complaints", "posts", "officers", "letters"}.isdisjoint(wordless)


def test_no_planted_name_is_in_a_public_report(
    client: Browserless, monitoring_officer: Officer, planted: Planted
) -> None:
    assert planted
    report = draft(monitoring_officer, Edition.PUBLIC)
    client.sign_in(monitoring_officer)
    assert names_in(client, report) == set()


def test_an_exempt_report_names_the_councillors_of_closed_cases_and_of_open_ones_only_when_asked(
    client: Browserless, monitoring_officer: Officer, planted: Planted
) -> None:
    report = draft(monitoring_officer, Edition.EXEMPT)
    client.sign_in(monitoring_officer)
    told = names_in(client, report)
    assert {planted[name] for name in told} <= {("councillors", "name")}
    service.change_report(report, actor=monitoring_officer, name_open_cases=True)
    assert {planted[name] for name in names_in(client, report)} == {("councillors", "name")}
