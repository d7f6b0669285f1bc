"""Each revision of the evidence tables is taken back and made again over evidence in every state."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from casework.accounts.models import Officer
from casework.audit import queries as audit
from casework.audit.chain import walk
from casework.cases.models import Case
from casework.database import db
from casework.evidence import service as evidence
from casework.evidence.models import Redaction, StoredFile
from casework.evidence.origin import service as origins
from casework.evidence.packs.workflow import Profile
from casework.evidence.queries import frozen, posts_to_show
from casework.evidence.redaction.regions import Answer, Question
from casework.evidence.texts.service import accept, read_pending, transcribe
from casework.evidence.texts.suggestions import Suggestion
from casework.evidence.texts.workflow import Suggested
from casework.evidence.workflow import Arrival, IntakeStatus, Reader, RedactionStatus, Standing
from casework.permissions import Role
from casework.schema import service
from tests.evidence.catalogue import letters
from tests.schema.test_migrations import back_to, held
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.evidence_factories import make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer
from tests.support.request_factories import make_post

pytestmark = pytest.mark.committed

# What each revision made, the newest first. The way back loses that, and nothing else.
MADE = {
    "0021": set[str](),
    "0018": {"redaction_checks"},
    "0016": {"post_proposals"},
    "0015": set[str](),
    "0010": {"unpackings"},
    "0009": set[str](),
    "0007": {"evidence_packs", "pack_progress"},
    "0006": {"readings", "transcriptions", "suggestion_answers"},
    "0005": {"redactions", "redacted_pages"},
    "0004": {"refused_files"},
    "0003": {"exhibit_origins"},
}


def fill(officer: Officer) -> Case:
    """Make a case with evidence that has a row in every table that evidence has."""
    case = make_case(officer)
    post = make_post(case, officer)
    shown = make_exhibit(officer, case.id, reply())
    evidence.propose_only_post(case, [shown.id])
    evidence.describe(
        shown, actor=officer, title="Bins", posts=[each.id for each, _ in posts_to_show(case.id)]
    )
    origins.declare_origin(shown, actor=officer, device="A telephone")
    read_pending()
    transcribe(shown, actor=officer, words="The bins are late again", shown=0)
    accept(shown, Suggestion(Suggested.HANDLE, "@joexample"), actor=officer, post=post)
    release(make_redaction(shown, deputy := make_officer(Role.DEPUTY)), officer)
    checked = make_redaction(shown, deputy)
    approval = evidence.Approval(dict.fromkeys(Question, Answer.COVERED), (Reader.PARTY,))
    evidence.ask_check(checked, actor=officer, version=checked.version, approval=approval)
    make_exhibit(officer, case.id, files.damaged_jpeg(), "cut.jpg")
    held_back = make_exhibit(officer, case.id, files.svg() + b"\n" * case.id, "drawing.svg")
    evidence.release(held_back, actor=make_officer(Role.MONITORING_OFFICER), reason="It is a logo")
    make_exhibit(officer, case.id, files.archive(**{"a.png": files.png()}), "all.zip")
    make_exhibit(officer, case.id, letters.outlook_in_outlook(), "whole.msg")
    empty = evidence.receive(
        BytesIO(), actor=officer, case_id=case.id, declared_name="empty.png", arrival=Arrival.CHOSEN
    )
    assert empty.exhibit is None
    pack = evidence.ask_pack(case, Profile.FULL, actor=officer, for_whom="the police")
    assert evidence.make_pack(pack.id)
    return case


def warned() -> set[str]:
    return set(
        db.session.scalars(select(StoredFile.sha256).where(StoredFile.intake != IntakeStatus.ACCEPTED))
    )


def test_each_revision_of_evidence_goes_back_without_loss_beyond_its_own_and_can_be_filled_anew(
    app: Flask, monitoring_officer: Officer
) -> None:
    fill(monitoring_officer)
    before, told = held(), warned()
    assert told
    assert all(before[table] for tables in MADE.values() for table in tables if table != "pack_progress")
    lost = set[str]()
    for revision, tables in MADE.items():
        back_to(f"{int(revision) - 1:04}")
        lost |= tables
        now = held()
        assert not now.keys() & lost, revision
        assert {name: now[name] for name in now} == {name: before[name] for name in now}, revision
    service.upgrade()
    service.check_in_step()
    after = held()
    assert {name for name in after if after[name] != before[name]} <= lost
    assert after["readings"] == len(db.session.scalars(select(StoredFile.sha256)).all())  # all are read again
    assert warned() <= told  # a warning is told from the file's own; what was kept back and let out is not
    assert walk(audit.links()).sound
    fill(db.session.merge(monitoring_officer))
    assert all(held()[table] for table in lost - {"pack_progress"})


@pytest.fixture
def columns(app: Flask) -> Callable[[str], set[str]]:
    """The names of a table's columns, as they are in the database."""
    return lambda table: {column["name"] for column in inspect(db.engine).get_columns(table)}


def test_a_redacted_page_of_before_counts_as_checked_when_it_was_approved(
    columns: Callable[[str], set[str]], monitoring_officer: Officer
) -> None:
    fill(monitoring_officer)
    back_to("0008")
    assert not columns("redacted_pages") & {"checked_at", "intact"}
    service.upgrade()
    with db.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT p.intact, p.checked_at = r.approved_at FROM redacted_pages p "
                "JOIN redactions r ON r.id = p.redaction_id"
            )
        ).all()
    assert rows == [(True, True)]
    assert len(frozen()) == len(set(frozen())) > 1


def test_a_redacted_copy_of_before_is_for_those_it_could_go_to_and_what_waited_waits_still(
    columns: Callable[[str], set[str]], monitoring_officer: Officer
) -> None:
    fill(monitoring_officer)
    case, drawer = make_case(monitoring_officer), make_officer(Role.DEPUTY)
    waits, staying = (
        make_redaction(make_exhibit(monitoring_officer, case.id, reply(name)), drawer)
        for name in ("Mona Example", "Nora Example")
    )
    release(staying, monitoring_officer)
    waits_id, staying_id = waits.id, staying.id
    back_to("0014")
    assert not columns("redactions") & {"asked_at", "readers"}
    with db.engine.begin() as connection:
        answers = """UPDATE redactions SET answers = '{"avatars": "stays"}' WHERE id = :id"""
        connection.execute(text(answers), {"id": staying_id})
    service.upgrade()
    service.check_in_step()
    drafts = select(Redaction).where(Redaction.id == waits_id)
    assert [(each.id, each.standing) for each in db.session.scalars(drafts)] == [(waits_id, Standing.WAITING)]
    passed = select(Redaction).where(Redaction.status == RedactionStatus.RELEASED)
    told = {each.id == staying_id: each.readers for each in db.session.scalars(passed)}
    assert told == {True: ["takedown", "party"], False: ["takedown", "party", "public"]}
