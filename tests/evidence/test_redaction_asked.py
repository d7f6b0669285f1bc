"""A redacted copy waits for its approver, comes back to who drew it, and is for those readers alone that were named."""

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.council import queries as council
from casework.database import db, unit_of_work
from casework.errors import DomainError, NotFound
from casework.evidence import queries, service
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.packs import contents
from casework.evidence.packs import queries as packs
from casework.evidence.packs.workflow import Profile
from casework.evidence.redaction.regions import Question
from casework.evidence.workflow import Reader, Standing
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import THE_NAME, make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer

NOTHING_STAYS = {question.value: "covered" for question in Question}


@pytest.fixture
def drawer(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER)


@pytest.fixture
def exhibit(app: Flask, monitoring_officer: Officer) -> Exhibit:
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, reply())


@pytest.fixture
def waiting(exhibit: Exhibit, drawer: Officer) -> Redaction:
    return make_redaction(exhibit, drawer)


def named(redaction: Redaction, exhibit: Exhibit) -> str:
    return f"edacted copy {redaction.number} of exhibit {exhibit.label}"


def alone(actor: Officer) -> None:
    """Have the council let one person approve their own."""
    with unit_of_work() as session:
        settings = council.settings()
        settings.self_approval = True
        session.add(settings)
        record(Verb.COUNCIL_CHANGED, actor=actor, subject=settings)


def test_what_waits_for_approval_stands_on_the_desk_of_who_may_give_it_until_it_is_given(
    client: Browserless, exhibit: Exhibit, drawer: Officer, waiting: Redaction, monitoring_officer: Officer
) -> None:
    what = f"Approve r{named(waiting, exhibit)}, or send it back"
    client.sign_in(monitoring_officer)
    assert f"R{named(waiting, exhibit)} waits for your approval." in client.get("/").words
    assert what in client.get("/").words
    for place in (f"/redactions/{waiting.id}", f"/exhibits/{exhibit.id}"):
        assert "Waiting for approval" in client.get(place).words
    assert f"It waits for {monitoring_officer.name}" in client.get(f"/redactions/{waiting.id}").words
    client.sign_in(drawer)
    assert what not in client.get("/").words
    release(waiting, monitoring_officer)
    client.sign_in(monitoring_officer)
    assert what not in client.get("/").words
    assert "Waiting for approval" not in client.get(f"/exhibits/{exhibit.id}").words


def test_who_drew_it_has_it_on_their_own_desk_where_one_person_may_approve_their_own(
    client: Browserless, exhibit: Exhibit, monitoring_officer: Officer
) -> None:
    redaction = make_redaction(exhibit, monitoring_officer)
    client.sign_in(monitoring_officer)
    assert named(redaction, exhibit) not in client.get("/").words
    assert "No other officer may approve it." in client.get(f"/redactions/{redaction.id}").words
    alone(monitoring_officer)
    assert f"Approve r{named(redaction, exhibit)}" in client.get("/").words


def test_asked_again_nobody_is_told_twice(waiting: Redaction, drawer: Officer) -> None:
    assert service.ask_for_approval(waiting, actor=drawer) == 1
    told = db.session.scalars(select(Notice).where(Notice.path == f"/redactions/{waiting.id}/approve")).all()
    assert len(told) == 1


def test_changed_boxes_wait_for_nobody_until_approval_is_asked_again(
    client: Browserless, drawer: Officer, waiting: Redaction, monitoring_officer: Officer
) -> None:
    service.change_redaction(waiting, actor=drawer, regions=[THE_NAME, THE_NAME])
    assert waiting.standing is Standing.DRAWN
    client.sign_in(monitoring_officer)
    approval = f"/redactions/{waiting.id}/approve"
    assert "Nobody asks for its approval" in client.get(approval).words
    sent = {"version": str(waiting.version), **NOTHING_STAYS, "readers": "party"}
    assert "Nobody asks for its approval" in client.post(approval, sent, status=422).words
    client.sign_in(drawer)
    client.post(f"/redactions/{waiting.id}/ask")
    assert "Waiting for approval" in client.get(f"/redactions/{waiting.id}").words
    service.undo_boxes(waiting, actor=drawer)
    assert "Being drawn" in client.get(f"/redactions/{waiting.id}").words


def test_the_approver_sends_it_back_with_a_reason_that_who_drew_it_reads(
    client: Browserless, exhibit: Exhibit, drawer: Officer, waiting: Redaction, monitoring_officer: Officer
) -> None:
    place = f"/redactions/{waiting.id}"
    client.sign_in(monitoring_officer)
    assert client.post(f"{place}/send-back", {"reason": ""}, status=422).errors == [
        "Say what is to be changed."
    ]
    client.post(f"{place}/send-back", {"reason": "The face on the left is bare"})
    assert "Sent back" in client.get(f"/exhibits/{exhibit.id}").words
    client.post(f"{place}/send-back", {"reason": "Again"}, status=422)
    client.sign_in(drawer)
    for path in (place, f"{place}/boxes", "/"):
        assert "The face on the left is bare" in client.get(path).words, path
    mend = f"Mend r{named(waiting, exhibit)}: it came back"
    assert mend in client.get("/").words
    client.post(f"{place}/send-back", {"reason": "I may not"}, status=403)
    client.post(f"{place}/ask")
    assert mend not in client.get("/").words
    assert "The face on the left is bare" not in client.get(place).words
    assert "sent the redacted copy" in client.get(f"/exhibits/{exhibit.id}").words


def test_who_drew_it_takes_it_back_and_nobody_else_does(
    client: Browserless, drawer: Officer, waiting: Redaction, monitoring_officer: Officer
) -> None:
    place = f"/redactions/{waiting.id}"
    client.sign_in(monitoring_officer)
    client.post(f"{place}/take-back", status=403)
    client.sign_in(drawer)
    client.post(f"{place}/take-back")
    assert waiting.standing is Standing.DRAWN
    client.post(f"{place}/take-back", status=409)


def test_what_did_not_pass_comes_back_to_who_drew_it(
    client: Browserless, exhibit: Exhibit, drawer: Officer, waiting: Redaction, monitoring_officer: Officer
) -> None:
    service.change_redaction(waiting, actor=drawer, must_not_show="The bins are late")
    with pytest.raises(AssertionError, match="Still readable"):
        release(waiting, monitoring_officer)
    assert waiting.standing is Standing.SENT_BACK
    client.sign_in(drawer)
    assert "came back to you: It did not pass: Nothing readable." in client.get("/").words
    assert "It did not pass every check" in client.get(f"/redactions/{waiting.id}").words


@pytest.mark.parametrize(
    ("reader", "profile"), [(Reader.PARTY, Profile.PARTY), (Reader.PUBLIC, Profile.PUBLIC)]
)
def test_a_copy_goes_into_packs_for_the_readers_it_was_approved_for_alone(
    exhibit: Exhibit, waiting: Redaction, monitoring_officer: Officer, reader: Reader, profile: Profile
) -> None:
    release(waiting, monitoring_officer, reader)
    facts = packs.facts_of(db.session.get_one(Case, exhibit.case_id))
    taken = {each for each in Profile if contents.select(facts, each).taken}
    assert taken == {Profile.FULL, profile}
    assert queries.released_copies([exhibit.id], Reader.TAKEDOWN) == {exhibit.id: []}
    with pytest.raises(NotFound):
        service.open_released(waiting.id, 1, Reader.TAKEDOWN)


def test_the_approver_says_for_whom_a_copy_is_and_why_the_public_may_see_what_stays(
    client: Browserless, exhibit: Exhibit, waiting: Redaction, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    place = f"/redactions/{waiting.id}"
    approval = f"{place}/approve"
    page = client.get(approval)
    assert "What is published cannot be called back." in page.words
    sent = {"version": page.fields()["version"], **NOTHING_STAYS, "avatars": "stays"}
    assert client.post(approval, sent, status=422).errors == ["Say for whom the copy is."]
    why = "Say why the public may see what may stay in it."
    assert client.post(approval, {**sent, "readers": ["takedown", "public"]}, status=422).errors == [why]
    remark, reason = "The only picture is that of the councillor", "The councillor’s picture is public"
    client.post(
        approval,
        {**sent, "readers": ["takedown", "public"], "remark": remark, "public_reason": reason},
    )
    assert waiting.readers == ["takedown", "public"]
    for path in (place, f"{place}/certificate"):
        words = client.get(path).words
        assert remark in words
        assert reason in words
        assert "The takedown officer, The public" in words
    assert "for: the takedown officer, the public" in client.get(f"/exhibits/{exhibit.id}").words


def test_a_word_too_short_to_be_looked_for_is_refused_as_nothing_would_look_for_it(
    waiting: Redaction, drawer: Officer
) -> None:
    for short in ("So", "\N{GRINNING FACE}", "J. O."):
        with pytest.raises(DomainError, match="cannot be looked for") as refused:
            service.change_redaction(waiting, actor=drawer, must_not_show=f"Rita Example\n{short}")
        assert refused.value.field == "must_not_show"
    service.change_redaction(waiting, actor=drawer, must_not_show="Rita Example\n\nAda\nNg")
