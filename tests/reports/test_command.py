"""`flask reports committee`: the report from the command line, with each option right, missing and wrong."""

import stat
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from casework import clock
from casework.accounts import service as accounts
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.database import db
from casework.permissions import Role
from casework.reports import service
from casework.reports.facts import Period
from casework.reports.workflow import Edition
from tests.support.case_factories import make_case, make_councillor
from tests.support.factories import make_officer

pytestmark = pytest.mark.committed

HALF_YEAR = Period(date(2026, 4, 1), date(2026, 9, 30))
AFTER = datetime(2026, 10, 12, 9, tzinfo=UTC)


@pytest.fixture
def office(app: Flask, monitoring_officer: Officer) -> Officer:
    """A Monitoring Officer with one case of the half-year, and that closed."""
    with clock.telling_of(datetime(2026, 6, 3, 9, tzinfo=UTC)):
        case = make_case(monitoring_officer, councillor=make_councillor(name="Barnaby Quill"))
        cases.close_case(case, "No further action", actor=monitoring_officer)
    return monitoring_officer


def run(app: Flask, path: Path, /, *more: str, **options: str | None) -> Result:
    """Run the command for a half-year, on 12 October 2026. An option given as None is left out."""
    return run_at(AFTER, app, path, *more, **options)


def run_at(moment: datetime, app: Flask, path: Path, /, *more: str, **options: str | None) -> Result:
    """Run the command for a half-year at some moment."""
    given = {"from": "2026-04-01", "to": "2026-09-30", "out": str(path), **options}
    words = [word for name, value in given.items() if value is not None for word in (f"--{name}", value)]
    with clock.telling_of(moment):
        done = app.test_cli_runner().invoke(args=["reports", "committee", *words, *more])
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def files_in(folder: Path) -> set[str]:
    """What stands in a folder, hidden files and what was left half-written included."""
    return {each.name for each in folder.iterdir()}


def events(verb: Verb) -> list[AuditEvent]:
    db.session.rollback()
    return db.session.query(AuditEvent).filter_by(verb=verb).order_by(AuditEvent.seq).all()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for the file."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize("edition", [None, "public", "exempt"])
def test_each_edition_is_written_in_each_format_marked_draft_and_recorded(
    app: Flask, office: Officer, folder: Path, edition: str | None
) -> None:
    for name in ("report.xlsx", "report.DOCX"):
        done = run(app, folder / name, edition=edition, **{"as": f" {office.email.upper()} "})
        assert (done.exit_code, done.stderr) == (0, "")
        which = Edition.of(edition or "public").label.lower()
        assert done.stdout == f"{folder / name}: {which} edition, {HALF_YEAR.label}, marked DRAFT.\n"
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert files_in(folder) == {"report.xlsx", "report.DOCX"}
    sheet: Any = load_workbook(folder / "report.xlsx")["Case log"]
    assert "DRAFT" in sheet.oddHeader.center.text
    names = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert ("Barnaby Quill" in names) == (edition == "exempt")
    assert "DRAFT" in docx.Document(str(folder / "report.DOCX")).sections[0].header.paragraphs[0].text
    taken = events(Verb.REPORT_DOWNLOADED)
    assert [event.actor_id for event in taken] == [office.id] * 2


def test_the_texts_are_those_of_the_newest_draft_of_the_same_days_and_edition(
    app: Flask, office: Officer, folder: Path
) -> None:
    with clock.telling_of(AFTER):
        for words, edition in (("Old", "public"), ("New", "public"), ("Other", "exempt")):
            draft = service.draft_report(HALF_YEAR, Edition.of(edition), actor=office)
            service.change_report(draft, actor=office, texts={"recommendation": f"{words} words"})
    assert run(app, folder / "a.docx").exit_code == 0
    told = "\n".join(each.text for each in docx.Document(str(folder / "a.docx")).paragraphs)
    assert ("New words" in told, "Old words" in told, "Other words" in told) == (True, False, False)
    assert run(app, folder / "b.docx", to="2026-09-29").exit_code == 0
    assert "words" not in "\n".join(each.text for each in docx.Document(str(folder / "b.docx")).paragraphs)


WRONG: list[tuple[str, str | None, str]] = [
    ("from", None, "Missing option '--from'"),
    ("to", None, "Missing option '--to'"),
    ("out", None, "Missing option '--out'"),
    ("from", "1 April 2026", "1 April 2026 is not a day. Give year, month and day, like 2026-04-01."),
    ("to", "2026-09-31", "2026-09-31 is not a day."),
    ("to", "2026-03-31", "Invalid value for --to: The period ends before it starts. Give a later end"),
    ("edition", "secret", "'secret' is not one of 'public', 'exempt'"),
    ("out", "report.pdf", "report.pdf ends in neither .xlsx nor .docx"),
    ("out", "report", "report ends in neither .xlsx nor .docx"),
    ("out", ".", "'.' is a directory"),
    ("sheet", "1", "No such option '--sheet'"),
]


def test_an_option_that_is_missing_or_wrong_ends_with_status_2_and_says_which(
    app: Flask, office: Officer, folder: Path
) -> None:
    for option, given, said in WRONG:
        done = run(app, folder / "report.xlsx", **{option: given})
        assert (done.exit_code, done.stdout) == (2, ""), said
        assert said in done.stderr
        assert "--help" in done.stderr
    assert files_in(folder) == set()
    assert events(Verb.REPORT_DOWNLOADED) == []
    assert office.active


def test_a_folder_that_is_not_there_or_takes_no_file_is_named_and_nothing_is_recorded(
    app: Flask, office: Officer, folder: Path
) -> None:
    (folder / "file").touch()
    for place, why in {"nowhere": "No such file or directory", "file": "Not a directory"}.items():
        done = run(app, folder / place / "report.xlsx")
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"{place}/report.xlsx could not be written: {why}. Choose another place." in done.stderr
    assert files_in(folder) == {"file"}
    assert events(Verb.REPORT_DOWNLOADED) == []
    assert office.active


def test_a_file_that_is_there_is_kept_unless_it_is_to_be_replaced(
    app: Flask, office: Officer, folder: Path
) -> None:
    out = folder / "report.xlsx"
    out.write_text("The issued one")
    done = run(app, out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{out} exists already. Give another name, or say --replace." in done.stderr
    assert out.read_text() == "The issued one"
    assert run(app, out, "--replace").exit_code == 0
    assert zipfile.is_zipfile(out)
    assert files_in(folder) == {"report.xlsx"}
    assert len(events(Verb.REPORT_DOWNLOADED)) == 1
    assert office.active


def test_what_fails_half_way_leaves_nothing_behind_and_the_old_file_as_it_was(
    app: Flask, office: Officer, folder: Path
) -> None:
    out = folder / "report.docx"
    out.write_text("The old one")
    with clock.telling_of(AFTER):
        draft = service.draft_report(HALF_YEAR, Edition.PUBLIC, actor=office)
    with db.engine.begin() as connection:  # a history that contradicts itself, as no command would write it
        connection.exec_driver_sql("UPDATE status_changes SET kind = 'reopened' WHERE kind = 'closed'")
    done = run(app, out, "--replace")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "The figures do not add up: the history of SMC/2026/0001 contradicts itself" in done.stderr
    assert (files_in(folder), out.read_text()) == ({"report.docx"}, "The old one")
    assert draft.id


def test_a_period_still_running_is_written_with_a_word_of_warning_and_one_to_come_is_refused(
    app: Flask, office: Officer, folder: Path
) -> None:
    done = run(app, folder / "a.xlsx", to="2030-09-30")
    assert done.exit_code == 0
    assert done.stderr == "The period is not over, so its figures can still change.\n"
    assert "not over" not in done.stdout
    last_day = datetime(2026, 9, 30, 21, tzinfo=UTC)
    assert "not over" in run_at(last_day, app, folder / "b.xlsx").stderr
    refused = run(app, folder / "c.xlsx", **{"from": "2026-10-13", "to": "2030-09-30"})
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "This period has not begun. Choose one that has." in refused.stderr
    assert files_in(folder) == {"a.xlsx", "b.xlsx"}
    assert office.active


def test_who_makes_it_must_be_said_where_there_is_not_one_monitoring_officer(
    app: Flask, office: Officer, folder: Path
) -> None:
    other = make_officer(Role.MONITORING_OFFICER)
    done = run(app, folder / "report.xlsx")
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        "There are 2 Monitoring Officers. Say with --as EMAIL which officer makes the report." in done.stderr
    )
    accounts.set_active(other, active=False, actor=office)
    assert run(app, folder / "report.xlsx").exit_code == 0
    refused = run(app, folder / "other.xlsx", **{"as": other.email})
    assert (refused.exit_code, "no longer works" in refused.stderr) == (1, True)
    assert files_in(folder) == {"report.xlsx"}


def test_an_officer_unknown_or_without_the_right_or_walled_is_refused_and_the_refusal_recorded(
    app: Flask, office: Officer, folder: Path
) -> None:
    walled, clerk = make_officer(Role.DEPUTY), make_officer(Role.CLERK)
    with clock.telling_of(datetime(2026, 6, 3, 9, tzinfo=UTC)):
        case = make_case(office)
        cases.raise_wall(case, walled, "Their own conduct", actor=office)
    reference = case.reference or ""
    for email, said in {
        "nobody@fenbridge.example": "No officer has the e-mail address nobody@fenbridge.example. `flask accounts list`",
        clerk.email: f"{clerk.name} does not make committee reports: see the page of roles.",
        walled.email: service.WALLED,
    }.items():
        done = run(app, folder / "report.xlsx", **{"as": email})
        assert (done.exit_code, done.stdout) == (1, "")
        assert said in done.stderr
        assert reference not in done.stderr
    assert files_in(folder) == set()
    assert [event.actor_id for event in events(Verb.ACCESS_REFUSED)] == [clerk.id, walled.id]
    assert events(Verb.REPORT_DOWNLOADED) == []


def test_the_help_says_each_option_its_status_and_an_example_that_works(
    app: Flask, office: Officer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = app.test_cli_runner()
    assert "committee" in runner.invoke(args=["reports", "--help"]).stdout
    told = runner.invoke(args=["reports", "committee", "--help"]).stdout
    for option in ("--from YYYY-MM-DD", "--to YYYY-MM-DD", "--edition", "--out", "--replace", "--as EMAIL"):
        assert option in told
    assert "The status is 0 when the file was written, 1 when it was refused, 2 when" in " ".join(
        told.split()
    )
    example = " ".join(told.split("on one line:")[1].split())
    monkeypatch.chdir(folder)
    with clock.telling_of(AFTER):
        done = runner.invoke(args=example.removeprefix("flask --app wsgi ").split())
    assert (done.exit_code, files_in(folder)) == (0, {"report.xlsx"}), done.output
    assert office.active
