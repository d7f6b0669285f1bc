"""The chain in the database: what it refuses, what it notices, and what it survives."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from casework.accounts.models import Officer
from casework.audit import queries
from casework.audit.chain import GENESIS, Finding, Head, link_hash, walk
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.sentences import SENTENCES
from casework.audit.service import dispose, record
from casework.audit.verbs import Verb
from casework.database import db, unit_of_work
from casework.desk.cli import group

TABLES = ("audit_events", "audit_details")


def act(times: int = 1, actor: Officer | None = None) -> None:
    for number in range(times):
        with unit_of_work():
            record(Verb.DEMO_LOADED, actor=actor, subject=actor, number=number)


def check(*heads: Head) -> Finding:
    db.session.rollback()
    return walk(queries.links(), heads)


def tamper(*statements: str, **values: object) -> None:
    """Change the tables as somebody would who owns the database and can drop its triggers."""
    db.session.rollback()  # a reader of the table would keep its triggers from being taken off
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in found.scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement), values)
        connection.commit()


@pytest.fixture
def trail(app: Flask, monitoring_officer: Officer) -> int:
    """A trail with some rows; the number of the last."""
    act(6, monitoring_officer)
    count = queries.head().count
    db.session.commit()
    return count


def test_every_verb_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Verb)


REFUSED = [
    "UPDATE audit_events SET verb = 'case.closed' WHERE seq = 2",
    "DELETE FROM audit_events WHERE seq = 2",
    "UPDATE audit_details SET body = '{}' WHERE seq = 2",
    "UPDATE audit_details SET salt = 'other' WHERE seq = 2",
    "UPDATE audit_details SET disposed_at = CURRENT_TIMESTAMP WHERE seq = 2",
    "UPDATE audit_details SET body = NULL, salt = NULL WHERE seq = 2",
    "DELETE FROM audit_details WHERE seq = 2",
]


@pytest.mark.committed
@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.usefixtures("trail")
def test_the_database_refuses_to_change_or_delete_what_was_recorded(statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"append-only|constraint"), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert check().sound


@pytest.mark.committed
def test_no_way_round_the_triggers_is_left_open(trail: int) -> None:
    others = "subject_type, subject_id, case_id, fields, digest, prev_hash, hash"
    copied = f"SELECT seq, at, actor_id, 'case.closed', {others}"
    if db.engine.dialect.name == "sqlite":
        attempts = [f"INSERT OR REPLACE INTO audit_events {copied} FROM audit_events WHERE seq = 2"]
        attempts += [
            "REPLACE INTO audit_details (seq, salt, body) SELECT seq, salt, '{}' FROM audit_details WHERE seq = 2"
        ]
    else:
        attempts = [f"TRUNCATE {table} CASCADE" for table in TABLES]
    attempts.append(
        f"INSERT INTO audit_events {copied} FROM audit_events WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET verb = 'x'"
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(attempt))
    finding = check()
    assert (finding.sound, finding.head.count) == (True, trail)


CHANGES = {
    "at": "UPDATE audit_events SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 4",
    "actor": "UPDATE audit_events SET actor_id = 999 WHERE seq = 4",
    "verb": "UPDATE audit_events SET verb = 'case.closed' WHERE seq = 4",
    "subject type": "UPDATE audit_events SET subject_type = 'cases' WHERE seq = 4",
    "subject": "UPDATE audit_events SET subject_id = 999 WHERE seq = 4",
    "case": "UPDATE audit_events SET case_id = 999 WHERE seq = 4",
    "fields": "UPDATE audit_events SET fields = '[\"x\"]' WHERE seq = 4",
    "digest": "UPDATE audit_events SET digest = 'x' WHERE seq = 4",
    "previous hash": "UPDATE audit_events SET prev_hash = 'x' WHERE seq = 4",
    "hash": "UPDATE audit_events SET hash = 'x' WHERE seq = 4",
    "detail": "UPDATE audit_details SET body = '{\"number\": 99}' WHERE seq = 4",
    "salt": "UPDATE audit_details SET salt = 'x' WHERE seq = 4",
}


@pytest.mark.committed
@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.usefixtures("trail")
def test_whatever_is_changed_in_a_row_the_check_names_that_row(what: str) -> None:
    tamper(CHANGES[what])
    finding = check()
    assert (finding.broken_at, finding.head.count) == (4, 3)


@pytest.mark.committed
def test_a_row_taken_out_of_the_middle_is_named(trail: int) -> None:
    tamper("DELETE FROM audit_details WHERE seq = 4", "DELETE FROM audit_events WHERE seq = 4")
    finding = check()
    assert finding.broken_at == 4
    assert finding.why == "row 4 is missing"


@pytest.mark.committed
def test_rows_taken_off_the_end_are_missed_by_a_head_kept_elsewhere(trail: int) -> None:
    head = queries.head()
    tamper(
        "DELETE FROM audit_details WHERE seq = :last",
        "DELETE FROM audit_events WHERE seq = :last",
        last=trail,
    )
    assert check().sound, "nothing inside the table can tell"
    finding = check(head)
    assert finding.broken_at == trail
    assert f"counts {trail}" in (finding.why or "")


@pytest.mark.committed
def test_a_chain_made_anew_from_some_row_on_does_not_fit_a_head_kept_elsewhere(trail: int) -> None:
    head = queries.head()
    rows = list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))
    values: dict[str, object] = {}
    prev = rows[1].hash
    for row in rows[2:]:
        row.verb = "case.closed"
        values |= {f"prev{row.seq}": prev, f"hash{row.seq}": link_hash(row, prev)}
        prev = link_hash(row, prev)
    db.session.rollback()
    change = (
        "UPDATE audit_events SET verb = 'case.closed', prev_hash = :prev{0}, hash = :hash{0} WHERE seq = {0}"
    )
    tamper(*(change.format(seq) for seq in range(3, trail + 1)), **values)
    assert check().sound, "nothing inside the table can tell"
    assert check(head).broken_at == trail


@pytest.mark.usefixtures("trail")
def test_the_check_says_from_which_row_on_nothing_outside_vouches() -> None:
    kept = queries.head()
    act(2)
    finding = check_open(kept)
    assert finding.sound
    assert finding.vouched_to == kept.count
    assert f"From row {kept.count + 1} on nothing outside vouches" in " ".join(finding.in_words())


@pytest.mark.usefixtures("trail")
def test_two_heads_of_one_count_that_differ_cannot_both_fit() -> None:
    kept = queries.head()
    assert check_open(Head(kept.count, "0" * 64), kept).broken_at == kept.count
    assert check_open(kept, Head(kept.count, "0" * 64)).broken_at == kept.count


def check_open(*heads: Head) -> Finding:
    return walk(queries.links(), heads)


@pytest.mark.committed
def test_a_disposal_empties_details_and_the_chain_still_verifies(
    trail: int, monitoring_officer: Officer
) -> None:
    before = queries.head()
    with unit_of_work():
        emptied = dispose("officers", [monitoring_officer.id])
        record(
            Verb.EXHIBIT_DESTROYED, actor=None, subject=monitoring_officer, label="MO/1", reason="Wrong file"
        )
    assert emptied > 0
    finding = check(before)
    assert (finding.sound, finding.disposed) == (True, emptied)
    gone = db.session.scalars(select(AuditDetail).where(AuditDetail.disposed_at.is_not(None))).all()
    assert all(detail.body is None and detail.salt is None for detail in gone)
    assert f"The detail of {emptied} went with what was destroyed" in " ".join(finding.in_words())


@pytest.mark.committed
@pytest.mark.usefixtures("trail")
def test_a_detail_that_was_emptied_without_an_approved_destruction_is_found() -> None:
    with db.engine.begin() as connection:  # the triggers let a disposal pass, whoever does it
        connection.execute(
            text(
                "UPDATE audit_details SET body = NULL, salt = NULL, disposed_at = CURRENT_TIMESTAMP WHERE seq > 3"
            )
        )
    finding = check()
    assert (finding.broken_at, finding.head.count) == (4, 3)
    assert "no later row says that an approved destruction did so" in " ".join(finding.in_words())


@pytest.mark.committed
@pytest.mark.usefixtures("trail")
def test_a_detail_that_is_not_there_at_all_is_found() -> None:
    tamper("DELETE FROM audit_details WHERE seq = 4")
    assert check().broken_at == 4


@pytest.mark.committed
def test_officers_who_act_at_once_leave_no_gap_and_no_fork(app: Flask) -> None:
    threads, each, faults = 6, 15, list[BaseException]()

    def work() -> None:
        try:
            with app.app_context():
                act(each)
                db.session.remove()
        except BaseException as error:  # noqa: BLE001  told to the test below
            faults.append(error)

    before = queries.head().count
    db.session.rollback()
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not faults
    finding = check()
    assert (finding.sound, finding.head.count) == (True, before + threads * each)
    assert db.session.scalar(select(func.count(func.distinct(AuditEvent.prev_hash)))) == finding.head.count


@pytest.mark.committed
def test_what_was_rolled_back_leaves_neither_row_nor_number(trail: int) -> None:
    def fail() -> None:
        with unit_of_work():
            record(Verb.DEMO_LOADED, actor=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    act()
    assert check().head.count == trail + 1


def test_nothing_that_was_typed_stands_in_the_chain_itself(
    app: Flask, officer: Callable[..., Officer]
) -> None:
    officer(name="Persimmon Unlikely", email="persimmon@casework.test")
    for row in db.session.scalars(select(AuditEvent)):
        for column in AuditEvent.__table__.columns:
            assert "ersimmon" not in str(getattr(row, column.name))


def test_an_empty_trail_is_sound(app: Flask) -> None:
    finding = walk(())
    assert (finding.sound, finding.head) == (True, Head(0, GENESIS))


@pytest.mark.parametrize(
    "faulty", ["", "5", "5:", "x:" + "0" * 64, "5:" + "g" * 64, "-1:" + "0" * 64, "5:" + "0" * 63]
)
def test_a_head_is_read_only_as_it_is_printed(faulty: str) -> None:
    with pytest.raises(ValueError, match="COUNT:HASH"):
        Head.parse(faulty)


@pytest.mark.committed
class TestTheCommand:
    """`flask audit`, as an administrator types it."""

    def run(self, app: Flask, *arguments: str) -> Any:
        db.session.rollback()
        return app.test_cli_runner().invoke(group, [*arguments])

    def test_a_sound_trail_is_said_to_be_sound(self, app: Flask, trail: int) -> None:
        head = self.run(app, "head").output.strip()
        act()
        done = self.run(app, "verify", "--head", head)
        assert done.exit_code == 0, done.output
        assert f"Every row fits, {trail + 1} in all" in done.output
        assert f"vouches for row {trail} and all before it" in done.output

    def test_a_fault_is_named_and_the_command_fails(self, app: Flask, trail: int) -> None:
        tamper(CHANGES["verb"])
        done = self.run(app, "verify")
        assert done.exit_code == 1
        assert "Row 4 does not fit: its content was changed." in done.output

    def test_a_head_that_is_none_is_refused_in_words(self, app: Flask) -> None:
        done = self.run(app, "verify", "--head", "nonsense")
        assert done.exit_code == 2
        assert "COUNT:HASH" in done.output


@pytest.mark.committed
def test_the_migrated_database_has_every_trigger(app: Flask) -> None:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            wanted = {f"{table}_no_{act}" for table in TABLES for act in ("update", "delete")}
        else:
            found = connection.execute(
                text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
            )
            wanted = {"audit_events_no_change", "audit_events_no_truncate", "audit_details_no_update"}
            wanted |= {"audit_details_no_delete", "audit_details_no_truncate"}
        assert wanted <= set(found.scalars())
