"""The pages of a case, as an officer sees them."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import queries, service
from casework.cases.models import Action, Case, Complaint, Conduct, Note, Post, SubjectMember
from casework.cases.workflow import CaseStatus, Confidentiality, LinkKind, Live, Nature
from casework.database import db
from casework.members.workflow import Platform
from casework.permissions import Role
from casework.words import YesNo
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.client import Browserless
from tests.support.factories import make_officer

SECTIONS = ["", "/posts", "/actions", "/notes", "/timeline", "/people", "/links"]


def day(name: str, value: object) -> dict[str, str]:
    """What the three boxes of a date send."""
    year, month, number = str(value).split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


@pytest.fixture
def signed_in(client: Browserless, monitoring_officer: Officer) -> Browserless:
    return client.sign_in(monitoring_officer)


@pytest.fixture
def full(monitoring_officer: Officer) -> Case:
    """A case with something of everything."""
    case = make_case(monitoring_officer, councillor=make_councillor())
    actor = monitoring_officer
    service.add_post(case, actor=actor, address="https://x.com/example/status/1", words="Shame on them")
    service.add_note(case, "Rang the clerk.", actor=actor)
    service.add_action(case, actor=actor, what="Ring the clerk", due_on=clock.today() - timedelta(days=3))
    service.record_safety(
        case, make_councillor("Sam Target"), actor=actor, threat="A brick", police_told=YesNo.YES
    )
    service.record_exposure(case, actor=actor, what="Home address", aware_at=clock.now() - timedelta(hours=5))
    return case


def test_every_section_of_a_case_draws(signed_in: Browserless, full: Case) -> None:
    assert full.reference is not None
    for section in SECTIONS:
        page = signed_in.get(f"/cases/{full.id}{section}")
        assert full.reference in page.title, section
        assert "Jo Example" in page.words, section


def test_a_hidden_case_answers_like_an_absent_one(
    client: Browserless, monitoring_officer: Officer, full: Case
) -> None:
    deputy = make_officer(Role.DEPUTY)
    service.raise_wall(full, deputy, "Is a witness", actor=monitoring_officer)
    client.sign_in(deputy)
    for section in (*SECTIONS, "/dates", "/details", "/exposure", "/close", "/merge"):
        hidden, absent = (client.get(f"/cases/{number}{section}", 404) for number in (full.id, 999_999))
        assert hidden.words == absent.words, section


def test_no_section_asks_the_database_more_than_twelve_times(
    signed_in: Browserless, full: Case, count_selects: list[str]
) -> None:
    for number in range(8):
        service.add_post(full, actor=full_owner(full), words=f"Post {number}")
        service.add_note(full, f"Note {number}", actor=full_owner(full))
        service.add_action(full, actor=full_owner(full), what=f"Action {number}")
    case_id = full.id
    for section in SECTIONS:
        db.session.remove()
        count_selects.clear()
        signed_in.get(f"/cases/{case_id}{section}")
        assert len(count_selects) <= 12, f"{section}: " + "\n".join(count_selects)


def full_owner(case: Case) -> Officer:
    return db.session.get_one(Officer, case.created_by_id)


def test_the_overview_lists_what_is_late_first_and_each_entry_leads_to_its_mend(
    signed_in: Browserless, full: Case
) -> None:
    page = signed_in.get(f"/cases/{full.id}")
    items = [item for item in page.root.iter("li") if "cw-to-do__item" in (item.get("class") or "").split()]
    words = [" ".join("".join(item.itertext()).split()) for item in items]
    assert words[0].startswith("Ring the clerk Overdue")
    assert any(text.startswith("Complete post 1") for text in words)
    for link in {link.get("href") or "" for item in items for link in item.iter("a")}:
        signed_in.get(link.split("#", maxsplit=1)[0])


def test_what_was_answered_with_not_known_is_not_asked_again(signed_in: Browserless, full: Case) -> None:
    assert "Say whether the police are involved" in signed_in.get(f"/cases/{full.id}").words
    fields = signed_in.get(f"/cases/{full.id}/details").fields()
    assert "police_involved" not in fields
    signed_in.post(f"/cases/{full.id}/details", fields | {"police_involved": "not_known"})
    assert "Say whether the police are involved" not in signed_in.get(f"/cases/{full.id}").words


def test_a_question_that_was_left_alone_stays_open(signed_in: Browserless, full: Case) -> None:
    fields = signed_in.get(f"/cases/{full.id}/details").fields()
    signed_in.post(f"/cases/{full.id}/details", fields | {"nature": "bullying"})
    assert full.nature is Nature.BULLYING
    assert full.police_involved is YesNo.NOT_KNOWN
    assert "police_involved" not in full.answered


def test_two_officers_at_one_record_are_shown_both_texts(
    signed_in: Browserless, full: Case, monitoring_officer: Officer
) -> None:
    fields = signed_in.get(f"/cases/{full.id}/details").fields()
    service.change_case(full, actor=monitoring_officer, description="Theirs, first")
    page = signed_in.post(f"/cases/{full.id}/details", fields | {"description": "Mine, second"}, status=409)
    assert "Theirs, first" in page.words
    assert "Mine, second" in page.words
    assert full.description == "Theirs, first"


def test_a_form_without_its_version_is_refused(signed_in: Browserless, full: Case) -> None:
    fields = signed_in.get(f"/cases/{full.id}/details").fields()
    del fields["version"]
    page = signed_in.post(f"/cases/{full.id}/details", fields, status=422)
    assert "did not come back whole" in page.errors[0]


def test_the_member_is_not_told_before_confidentiality_is_decided(
    signed_in: Browserless, full: Case, monitoring_officer: Officer
) -> None:
    complaint = service.add_complaint(full, actor=monitoring_officer, asks_confidentiality=True)
    fields = signed_in.get(f"/cases/{full.id}/dates").fields() | day("member_told_on", clock.today())
    page = signed_in.post(f"/cases/{full.id}/dates", fields, status=422)
    assert "Decide that first" in page.errors[0]
    deciding = f"/cases/{full.id}/complaints/{complaint.id}/confidentiality"
    decision = {"confidentiality": "granted", "confidentiality_reasons": "Afraid of reprisals"}
    signed_in.post(deciding, signed_in.get(deciding).fields() | decision)
    assert complaint.confidentiality is Confidentiality.GRANTED
    signed_in.post(f"/cases/{full.id}/dates", fields)
    assert full.member_told_on == clock.today()


def test_confidentiality_that_is_asked_for_after_the_member_was_told_comes_with_a_warning(
    signed_in: Browserless, full: Case, monitoring_officer: Officer
) -> None:
    path = f"/cases/{full.id}/complaints/new"
    entered = {
        "channel": "phone",
        "category": "public",
        "complainant_name": "Ash",
        "asks_confidentiality": "y",
    }
    in_time = signed_in.get(signed_in.post(path, signed_in.get(path).fields() | entered))
    assert "the member was told" not in in_time.words
    [first] = [each for each in queries.complaints_of(full.id) if each.complainant_name == "Ash"]
    service.decide_confidentiality(first, Confidentiality.REFUSED, "Known", actor=monitoring_officer)
    service.change_case(full, actor=monitoring_officer, member_told_on=clock.today())
    late = signed_in.get(signed_in.post(path, signed_in.get(path).fields() | entered))
    assert "Confidentiality is asked for, and the member was told on" in late.words
    assert "find out whether they know the name" in signed_in.get(f"/cases/{full.id}").words
    assert "the councillor was told already" in signed_in.get("/").words


def test_a_date_that_cannot_be_is_refused_beside_its_field(signed_in: Browserless, full: Case) -> None:
    fields = signed_in.get(f"/cases/{full.id}/dates").fields()
    late = day("member_told_on", clock.today() + timedelta(days=2))
    page = signed_in.post(f"/cases/{full.id}/dates", fields | late, status=422)
    assert "cannot be after today" in page.errors[0]
    early = day("member_told_on", full.received_on - timedelta(days=2))
    page = signed_in.post(f"/cases/{full.id}/dates", fields | early, status=422)
    assert "before the case was received" in page.errors[0]


def test_a_complaint_is_added_and_changed(signed_in: Browserless, full: Case) -> None:
    form = signed_in.get(f"/cases/{full.id}/complaints/new").fields()
    entered = {"channel": "phone", "category": "councillor", "complainant_name": "Ash Neighbour"}
    signed_in.post(f"/cases/{full.id}/complaints/new", form | entered)
    complaint = db.session.scalars(
        select(Complaint).where(Complaint.complainant_name == "Ash Neighbour")
    ).one()
    path = f"/cases/{full.id}/complaints/{complaint.id}"
    signed_in.post(path, signed_in.get(path).fields() | {"wants": "An apology", "asks_confidentiality": "y"})
    assert (complaint.wants, complaint.confidentiality) == ("An apology", Confidentiality.UNDECIDED)


def test_a_councillor_is_named_by_part_of_the_name_and_given_an_office(
    signed_in: Browserless, full: Case
) -> None:
    councillor = make_councillor("Alex Quarrelsome")
    path = signed_in.post(f"/cases/{full.id}/councillors/new", {"councillor": "quarrel"})
    office = signed_in.get(path)
    assert office.heading == "Office of Alex Quarrelsome"
    [seat] = db.session.scalars(
        select(SubjectMember).where(SubjectMember.councillor_id == councillor.id)
    ).all()
    options = [option.get("value") for option in office.root.iter("option") if option.get("value")]
    signed_in.post(path, office.fields() | {"office_id": options[0]})
    assert seat.office_id is not None
    assert seat.authority_id is not None


def test_a_name_that_fits_nobody_says_so_and_keeps_what_was_typed(signed_in: Browserless, full: Case) -> None:
    page = signed_in.post(f"/cases/{full.id}/councillors/new", {"councillor": "Nemo"}, status=422)
    assert "No councillor fits" in page.errors[0]
    assert page.fields()["councillor"] == "Nemo"


def test_facts_about_capacity_are_recorded_one_by_one(signed_in: Browserless, full: Case) -> None:
    subject = db.session.scalars(select(SubjectMember).where(SubjectMember.case_id == full.id)).one()
    path = f"/cases/{full.id}/councillors/{subject.id}/capacity"
    facts = {"title_shown": "yes", "council_equipment": "not_known", "capacity_notes": "Seen on the profile"}
    signed_in.post(path, signed_in.get(path).fields() | facts)
    assert subject.capacity_facts == {"title_shown": "yes", "council_equipment": "not_known"}
    assert signed_in.get(path).fields()["title_shown"] == ["yes"]


def test_a_councillor_who_is_not_concerned_stays_on_the_record(signed_in: Browserless, full: Case) -> None:
    subject = db.session.scalars(select(SubjectMember).where(SubjectMember.case_id == full.id)).one()
    signed_in.post(f"/cases/{full.id}/councillors/{subject.id}/remove", {"reason": "Another of that name"})
    page = signed_in.get(f"/cases/{full.id}")
    assert page.heading == "No councillor named yet"
    assert "Another of that name" in page.words


def test_many_posts_are_one_thing_to_do_and_have_a_list_of_their_own(
    signed_in: Browserless, full: Case
) -> None:
    posts = [
        service.add_post(full, words=f"Post of hour {hour}", actor=full_owner(full)) for hour in range(12)
    ]
    overview = signed_in.get(f"/cases/{full.id}")
    assert re.findall(r"Complete (?:\d+ posts|post \d+)", overview.words)[-1] == "Complete 13 posts"
    assert "Complete post" not in overview.words
    page = signed_in.get(f"/cases/{full.id}/posts")
    assert page.links()["Post of hour 11"] == f"#post-{posts[-1].id}"
    assert "13 posts" in page.words
    for post in posts:
        service.take_out_post(post, "Recorded twice", actor=full_owner(full))
    assert "Complete post 1" in signed_in.get(f"/cases/{full.id}").words


def test_an_address_tells_platform_and_account_of_a_post_in_a_registered_case_too(
    signed_in: Browserless, full: Case
) -> None:
    path = f"/cases/{full.id}/posts/new"
    address = "https://x.com/abc/status/1"
    at = signed_in.post(path, signed_in.get(path).fields() | {"address": address})
    post = db.session.scalars(select(Post).where(Post.address == address)).one()
    assert at.endswith(f"#post-{post.id}")
    assert (post.platform, post.handle, post.handle_key) == (Platform.X, "@abc", "abc")
    change = f"/cases/{full.id}/posts/{post.id}"
    seen = {"handle": "@another", "address": "https://www.tiktok.com/@def/video/2"}
    signed_in.post(change, signed_in.get(change).fields() | seen)
    assert (post.platform, post.handle) == (Platform.X, "@another"), "what an officer says is left alone"


def test_a_post_is_recorded_changed_taken_out_and_put_back(signed_in: Browserless, full: Case) -> None:
    form = signed_in.get(f"/cases/{full.id}/posts/new").fields()
    entered = {"platform": "x", "words": "Second post", "live": "not_looked"} | day(
        "posted_from", "2026-03-27"
    )
    signed_in.post(f"/cases/{full.id}/posts/new", form | entered)
    post = db.session.scalars(select(Post).where(Post.words == "Second post")).one()
    assert (post.live, post.answered, str(post.posted_to)) == (
        Live.NOT_LOOKED,
        ["live"],
        "2026-03-27",
    )
    path = f"/cases/{full.id}/posts/{post.id}"
    signed_in.post(path, signed_in.get(path).fields() | {"handle": "@Example"})
    assert post.handle_key == "example"
    signed_in.post(f"{path}/take-out", {"reason": "Recorded twice"})
    assert "Recorded twice" in signed_in.get(f"/cases/{full.id}/posts").words
    signed_in.post(f"{path}/put-back")
    assert post.taken_out_reason == ""


def test_an_act_without_a_post_is_recorded(signed_in: Browserless, full: Case) -> None:
    conduct = db.session.scalars(select(Conduct).where(Conduct.case_id == full.id)).one()
    path = f"/cases/{full.id}/conduct/{conduct.id}"
    entered = {"kind": "deleting", "description": "Blocked residents"} | day("from_day", "2026-03-01")
    signed_in.post(path, signed_in.get(path).fields() | entered | day("to_day", "2026-03-09"))
    assert "Blocked residents" in signed_in.get(f"/cases/{full.id}/posts").words
    backwards = day("from_day", "2026-03-10")
    page = signed_in.post(path, signed_in.get(path).fields() | backwards, status=422)
    assert "last day cannot be before the first" in page.errors[0]


def test_notes_are_added_and_never_edited(signed_in: Browserless, full: Case) -> None:
    signed_in.post(f"/cases/{full.id}/notes", {"body": "First line\nSecond line"})
    assert db.session.scalars(select(Note.body).order_by(Note.id.desc())).first() == "First line\nSecond line"
    assert signed_in.post(f"/cases/{full.id}/notes", {"body": " "}, status=422).errors == ["Write the note."]


def test_an_action_is_given_changed_and_done(signed_in: Browserless, full: Case) -> None:
    officer = make_officer(Role.STANDARDS_OFFICER, name="Sandy Clerk")
    form = signed_in.get(f"/cases/{full.id}/actions/new").fields()
    entered = {"what": "Write to the group leader", "officer_id": str(officer.id)}
    signed_in.post(f"/cases/{full.id}/actions/new", form | entered | day("due_on", clock.today()))
    action = db.session.scalars(select(Action).where(Action.what == entered["what"])).one()
    path = f"/cases/{full.id}/actions/{action.id}"
    signed_in.post(path, signed_in.get(path).fields() | {"who": "and the whip"})
    signed_in.post(f"{path}/done")
    assert action.done_on == clock.today()
    assert "Done" in signed_in.get(f"/cases/{full.id}/actions").words


def test_an_officer_is_assigned_and_kept_out(signed_in: Browserless, full: Case) -> None:
    investigator = make_officer(Role.INVESTIGATOR, name="Iris Finder")
    people = f"/cases/{full.id}/people"
    entered = {"assign-officer_id": str(investigator.id), "assign-kind": "investigator"}
    signed_in.post(f"{people}/assign", entered)
    assert "Iris FinderInvestigator" in signed_in.get(people).words
    page = signed_in.post(f"{people}/assign", {"assign-kind": "investigator"}, status=422)
    assert page.errors == ["Choose an officer."]
    signed_in.post(f"{people}/wall", {"wall-officer_id": str(investigator.id), "wall-reason": "A cousin"})
    assert "1 officer must not see this case" in signed_in.get(f"/cases/{full.id}").words
    signed_in.post(f"{people}/walls/{investigator.id}/lift", {"reason": "No cousin"})
    assert "must not see this case" not in signed_in.get(f"/cases/{full.id}").words.replace(
        "who must not see it", ""
    )


def test_closing_and_reopening_name_their_consequence_and_keep_the_reason(
    signed_in: Browserless, full: Case
) -> None:
    asked = signed_in.get(f"/cases/{full.id}/close").words
    assert "counts as closed from today" in asked
    assert "Neither an assessment decision nor an outcome" in asked
    signed_in.post(f"/cases/{full.id}/close", {"reason": "Apology accepted"})
    assert full.closed_on == clock.today()
    for page in ("/timeline", ""):
        assert "Apology accepted" in signed_in.get(f"/cases/{full.id}{page}").words
    signed_in.get(f"/cases/{full.id}/close", 409)
    signed_in.post(f"/cases/{full.id}/reopen", {"reason": "It was put up again"})
    assert full.status is CaseStatus.OPEN


def test_a_draft_is_discarded_with_a_reason(signed_in: Browserless, monitoring_officer: Officer) -> None:
    draft = make_draft(monitoring_officer)
    assert signed_in.get(f"/cases/{draft.id}").title.endswith(f"Draft {draft.id} – Casework")
    signed_in.post(f"/cases/{draft.id}/discard", {"reason": ""}, status=422)
    signed_in.post(f"/cases/{draft.id}/discard", {"reason": "Logged twice"})
    assert draft.status is CaseStatus.DISCARDED


def test_a_case_is_merged_by_its_reference(
    signed_in: Browserless, full: Case, monitoring_officer: Officer
) -> None:
    target = make_case(monitoring_officer)
    assert target.reference is not None
    path = f"/cases/{full.id}/merge"
    page = signed_in.post(path, {"target": "SMC/1999/0001", "reason": "One matter"}, status=422)
    assert "There is no case" in page.errors[0]
    signed_in.post(path, {"target": target.reference.lower(), "reason": "One matter"})
    assert full.merged_into_id == target.id
    assert f"Merged into{target.reference}" in signed_in.get(f"/cases/{full.id}").words
    assert "1 merged into this one" in signed_in.get(f"/cases/{target.id}").words


def test_a_case_that_is_walled_shows_nowhere_on_another(
    client: Browserless, full: Case, monitoring_officer: Officer
) -> None:
    secret = make_case(monitoring_officer)
    assert secret.reference is not None
    service.link_cases(full, secret, LinkKind.RELATED, "The secret reason", actor=monitoring_officer)
    service.merge_into(full, secret, "The other secret", actor=monitoring_officer)
    deputy = make_officer(Role.DEPUTY)
    service.raise_wall(secret, deputy, "Is the complainant", actor=monitoring_officer)
    client.sign_in(deputy)
    for section in SECTIONS:
        words = client.get(f"/cases/{full.id}{section}").words
        assert secret.reference not in words
        assert "secret" not in words
    found = client.http.get("/cases/matches", query_string={"q": "SMC"}).get_json()
    assert [each["label"] for each in found] == [full.reference]


def test_the_timeline_pages_by_number_and_filters_by_kind(
    signed_in: Browserless, full: Case, monitoring_officer: Officer
) -> None:
    for number in range(40):
        service.add_note(full, f"Note {number}", actor=monitoring_officer)
    first = signed_in.get(f"/cases/{full.id}/timeline?kind=work")
    assert first.words.count("added a note") == 30
    earlier = signed_in.get(first.links()["Earlier events"])
    assert earlier.words.count("added a note") == 11
    assert "began logging" in signed_in.get(f"/cases/{full.id}/timeline?kind=case").words


def test_exposed_data_runs_for_72_hours(signed_in: Browserless, full: Case) -> None:
    words = signed_in.get(f"/cases/{full.id}/exposure").words
    left = re.search(r"(\d+) hours left of the 72", words)
    assert left is not None
    assert int(left[1]) == 66
    assert "Tell the data protection officer" in signed_in.get(f"/cases/{full.id}").words


def test_a_reader_is_offered_nothing_to_change(client: Browserless, full: Case) -> None:
    reader = make_officer(Role.INFORMATION_GOVERNANCE)
    client.sign_in(reader)
    for section in ["", "/posts", "/actions", "/notes"]:
        page = client.get(f"/cases/{full.id}{section}")
        assert "Change" not in [words.split()[0] for words in page.links() if words]
    client.get(f"/cases/{full.id}/details", 403)


@pytest.fixture
def wanted() -> Callable[[Browserless, str], list[str]]:
    """The references that the list shows at an address."""

    def read(client: Browserless, query: str) -> list[str]:
        page = client.get(f"/cases{query}")
        return [words for words in page.links() if words.startswith(("SMC/", "Draft "))]

    return read


def test_the_list_filters_and_sorts_by_its_address(
    signed_in: Browserless, monitoring_officer: Officer, wanted: Callable[[Browserless, str], list[str]]
) -> None:
    actor, today = monitoring_officer, clock.today()
    old = make_case(actor, received_on=today - timedelta(days=90), nature=Nature.BULLYING)
    named = make_case(actor, councillor=make_councillor("Pat Loud"), received_on=today - timedelta(days=30))
    service.add_post(named, actor=actor, platform=Platform.FACEBOOK)
    new = make_case(actor)
    draft = make_draft(actor)
    closed = make_case(actor)
    service.close_case(closed, "Resolved", actor=actor)
    assert wanted(signed_in, "") == [new.name, named.name, old.name]
    assert wanted(signed_in, "?sort=received") == [old.name, named.name, new.name]
    assert wanted(signed_in, "?sort=due")[0] == old.name
    assert wanted(signed_in, "?sort=-reference")[0] == new.name
    assert wanted(signed_in, "?nature=bullying") == [old.name]
    assert wanted(signed_in, "?councillor=loud") == [named.name]
    assert wanted(signed_in, "?platform=facebook") == [named.name]
    assert wanted(signed_in, "?overdue=y") == [named.name, old.name]
    assert wanted(signed_in, "?status=draft") == [draft.name]
    assert wanted(signed_in, "?status=closed") == [closed.name]
    assert len(wanted(signed_in, "?status=any")) == 5
    assert wanted(signed_in, f"?owner_id={actor.id}&nature=bullying") == [old.name]
    between = urlencode(day("received_from", today - timedelta(days=40)))
    assert wanted(signed_in, f"?{between}") == [new.name, named.name]


def test_the_print_out_holds_the_whole_case_is_marked_and_recorded(
    signed_in: Browserless, full: Case, count_selects: list[str]
) -> None:
    page = signed_in.get(f"/cases/{full.id}/print")
    assert page.heading == f"Case {full.reference}"
    assert "Sensitive: personal data" in page.words
    for words in (
        "Shame on them",
        "Rang the clerk.",
        "Ring the clerk",
        "A brick",
        "Home address",
        "Robin Resident",
    ):
        assert words in page.words
    assert page.words.count("Not answered yet") == 1, "nobody has said whether the police are involved"
    assert "printed the case" in signed_in.get(f"/cases/{full.id}/timeline").words
    path, case_id = f"/cases/{full.id}/print", full.id
    few = selects_of(signed_in, path, count_selects)
    case = db.session.get_one(Case, case_id)
    for number in range(9):
        service.add_note(case, f"Note {number}", actor=full_owner(case))
        service.add_post(case, words=f"Post {number}", actor=full_owner(case))
    assert selects_of(signed_in, path, count_selects) == few <= 12


def selects_of(client: Browserless, path: str, statements: list[str]) -> int:
    """Count the SELECTs of a page, nothing being known beforehand."""
    db.session.rollback()
    db.session.expunge_all()
    statements.clear()
    client.get(path)
    return len(statements)


def test_the_list_costs_no_more_selects_when_it_grows(
    signed_in: Browserless, full: Case, monitoring_officer: Officer, count_selects: list[str]
) -> None:
    actor_id = monitoring_officer.id
    few = selects_of(signed_in, "/cases", count_selects)
    actor = db.session.get_one(Officer, actor_id)
    for _ in range(12):
        make_case(actor, councillor=make_councillor())
    assert selects_of(signed_in, "/cases", count_selects) == few <= 12
