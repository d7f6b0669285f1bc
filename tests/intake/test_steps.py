"""The seven steps: in any order, each kept; a reference once there is the least that it needs."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import (
    Allegation,
    Case,
    CaseLink,
    ClauseMark,
    Complaint,
    Conduct,
    DataExposure,
    Post,
    SafetyRecord,
    SubjectMember,
    Wall,
)
from casework.cases.workflow import CaseStatus, ConductKind, Confidentiality, LinkKind, Live
from casework.codes import service as codes
from casework.codes.library import members_code, social_media_code
from casework.codes.models import Clause
from casework.database import db
from casework.evidence.models import Exhibit, ExhibitPost
from casework.evidence.workflow import CapturedBy
from casework.members.models import Councillor, Office
from casework.members.workflow import Platform
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case, make_councillor, make_draft
from tests.support.client import Browserless
from tests.support.factories import make_officer

STEPS = ("evidence", "post", "councillor", "reporter", "duplicates", "clauses", "check")
SUB_PAGES = ("", "/post/new", "/act", "/exposure", "/safety", "/reporter/new", "/discard")


@pytest.fixture
def officer_here(client: Browserless) -> Officer:
    made = make_officer(Role.STANDARDS_OFFICER, name="Sam Standards")
    client.sign_in(made)
    return made


@pytest.fixture
def draft(officer_here: Officer) -> Case:
    """A draft with nothing but its date."""
    return cases.draft_case(actor=officer_here, received_on=clock.today())


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


def only(model: Any) -> Any:
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


def paste(client: Browserless, case_id: int, content: bytes = b"", name: str = "shot.png") -> None:
    response = client.http.post(
        f"/log/{case_id}/evidence/files",
        data={
            "csrf_token": client.token,
            "arrival": "pasted",
            "files": [(BytesIO(content or files.png()), name)],
        },
        headers={"Accept": "application/json"},
    )
    assert response.get_json()["files"][0]["ok"], response.text


def seat_of(councillor: Councillor) -> Office:
    return db.session.scalars(select(Office).where(Office.councillor_id == councillor.id)).one()


def load_codes(councillor: Councillor | None = None) -> None:
    authority = seat_of(councillor or make_councillor("Adopter Example")).authority_id
    for shipped in (social_media_code(), members_code()):
        codes.load_shipped(shipped, [authority], label="2020", in_force_from=date(2020, 1, 1), actor=None)


def test_each_step_can_be_reached_at_any_time(client: Browserless, draft: Case) -> None:
    overview = client.get(f"/log/{draft.id}")
    assert overview.heading == f"Draft {draft.id}"
    assert "Add a picture, the address of a post, or a description." in overview.words
    for step in STEPS:
        assert f"/log/{draft.id}/{step}" in overview.links().values()
        client.get(f"/log/{draft.id}/{step}")
    for page in SUB_PAGES:
        client.get(f"/log/{draft.id}{page}")


def test_a_case_cannot_be_registered_before_it_has_the_least_that_a_reference_needs(
    client: Browserless, draft: Case
) -> None:
    page = client.post(f"/log/{draft.id}/check", status=422)
    assert "Say who told us." in page.errors[0]
    assert only(Case).status is CaseStatus.DRAFT


def test_the_same_can_be_said_of_several_files_at_once(client: Browserless, draft: Case) -> None:
    for name in ("one.png", "two.png"):
        paste(client, draft.id, name=name)
    page = client.get(f"/log/{draft.id}/evidence")
    assert page.words.count("Pasted.") == 2
    exhibits = db.session.scalars(select(Exhibit)).all()
    client.post(
        f"/log/{draft.id}/evidence/about",
        {
            "exhibits": [str(each.id) for each in exhibits],
            "captured_by": "complainant",
            "seen_live": "no",
            **day("obtained_on", clock.today()),
            "then": "stay",
        },
    )
    db.session.expire_all()
    assert {each.captured_by for each in exhibits} == {CapturedBy.COMPLAINANT}


def test_a_description_will_do_and_two_tabs_do_not_overwrite_each_other(
    client: Browserless, draft: Case
) -> None:
    path = f"/log/{draft.id}/evidence"
    seen = client.get(path).fields()
    client.post(path, seen | {"description": "A sexual image; the police have it"})
    page = client.post(path, seen | {"description": "Something else"}, status=409)
    assert "the police have it" in page.words


def test_a_post_is_recorded_with_its_date_as_displayed_and_as_understood(
    client: Browserless, draft: Case
) -> None:
    client.post(
        f"/log/{draft.id}/post/new",
        {
            "address": "https://www.facebook.com/story/1",
            "kind": "left_standing",
            "posted_displayed": "3h",
            **day("posted_from", date(2026, 3, 1)),
            **day("posted_to", date(2026, 3, 2)),
            "live": "not_looked",
            "audience": "closed_group",
            "how_reached": "A member of the group sent it",
            **day("standing_since", date(2026, 3, 1)),
        },
    )
    post = only(Post)
    assert (post.platform, post.posted_displayed, post.live) == (Platform.FACEBOOK, "3h", Live.NOT_LOOKED)
    assert (post.posted_from, post.posted_to) == (date(2026, 3, 1), date(2026, 3, 2))
    assert "live" in post.answered
    page = client.post(
        f"/log/{draft.id}/post/{post.id}",
        {"version": post.version, "words": "kept", **day("posted_from", clock.today() + timedelta(days=9))},
        status=422,
    )
    assert page.errors == ["The date of the post cannot be after today. Check the year."]
    assert page.fields()["words"] == "kept"


def test_the_only_post_is_what_the_pictures_show(client: Browserless, draft: Case) -> None:
    paste(client, draft.id)
    client.post(f"/log/{draft.id}/post/new", {"address": "https://x.com/a/status/1"})
    assert only(ExhibitPost).post_id == only(Post).id


def test_an_act_without_a_post_is_recorded_with_its_dates(client: Browserless, draft: Case) -> None:
    path = f"/log/{draft.id}/act"
    seen = client.get(path).fields()
    assert client.post(path, seen, status=422).errors == ["Choose what was done."]
    client.post(
        path,
        seen | {"kind": "deleting", "description": "Critics blocked", **day("from_day", date(2026, 3, 1))},
    )
    conduct = only(Conduct)
    assert (conduct.kind, conduct.from_day) == (ConductKind.DELETING, date(2026, 3, 1))


def test_an_act_beside_posts_is_a_course_of_conduct_of_its_own(client: Browserless, draft: Case) -> None:
    client.post(f"/log/{draft.id}/post/new", {"address": "https://x.com/a/status/1"})
    path = f"/log/{draft.id}/act"
    client.post(path, client.get(path).fields() | {"kind": "deleting"})
    kinds = db.session.scalars(select(Conduct.kind).order_by(Conduct.id)).all()
    assert kinds == [ConductKind.POSTS, ConductKind.DELETING]


def test_exposed_data_starts_a_clock_of_72_hours(client: Browserless, draft: Case) -> None:
    path = f"/log/{draft.id}/exposure"
    client.post(path, client.get(path).fields() | {"what": "A home address"})
    assert only(DataExposure).what == "A home address"
    assert "71 hours left of the 72" in client.get(path).words


def test_a_known_handle_proposes_its_councillor(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    councillor = make_councillor("Jo Example", handle="@CllrExample")
    cases.add_post(draft, actor=officer_here, handle="cllrexample", platform=Platform.X)
    assert "Is it Jo Example?" in client.get(f"/log/{draft.id}/councillor").words
    client.post(f"/log/{draft.id}/councillor", {"councillor_id": str(councillor.id)})
    assert only(SubjectMember).councillor_id == councillor.id
    assert "Is it Jo Example?" not in client.get(f"/log/{draft.id}/councillor").words


def test_office_and_the_facts_about_capacity_are_recorded_together(client: Browserless, draft: Case) -> None:
    councillor = make_councillor("Jo Example")
    path = client.post(f"/log/{draft.id}/councillor", {"councillor": "Jo Example"})
    seen = client.get(path).fields()
    assert seen["office_id"] == str(seat_of(councillor).id)
    client.post(path, seen | {"title_shown": "yes", "disclaimer": "not_known"})
    subject = only(SubjectMember)
    assert subject.capacity_facts == {"title_shown": "yes", "disclaimer": "not_known"}
    assert subject.authority_id == seat_of(councillor).authority_id
    client.post(path, seen | {"title_shown": "no"}, status=409)


def test_nobody_identified_yet_is_an_answer_that_can_be_taken_back(client: Browserless, draft: Case) -> None:
    client.post(f"/log/{draft.id}/councillor/not-identified", {"is": "yes"})
    assert only(Case).member_not_identified
    client.post(f"/log/{draft.id}/councillor/not-identified", {"is": "no"})
    assert not only(Case).member_not_identified


def test_a_threat_to_a_councillor_is_a_safety_record(client: Browserless, draft: Case) -> None:
    make_councillor("Jo Example")
    path = f"/log/{draft.id}/safety"
    page = client.post(path, {"councillor": "Nobody", "threat": "A letter"}, status=422)
    assert page.fields()["threat"] == "A letter"
    client.post(path, {"councillor": "Jo Example", "threat": "A letter", "police_told": "yes"})
    row = only(SafetyRecord)
    seen = client.get(f"/log/{draft.id}/safety/{row.id}").fields()
    client.post(f"/log/{draft.id}/safety/{row.id}", seen | {"police_reference": "CR/1"})
    assert only(SafetyRecord).police_reference == "CR/1"


def test_several_complaints_and_a_decision_on_confidentiality_by_who_may_decide(
    client: Browserless, draft: Case, monitoring_officer: Officer
) -> None:
    path = f"/log/{draft.id}/reporter/new"
    seen = client.get(path).fields()
    assert client.post(path, seen, status=422).errors == ["Choose who complained, by kind."]
    client.post(
        path, seen | {"category": "public", "complainant_name": "Robin Resident", "asks_confidentiality": "y"}
    )
    complaint = only(Complaint)
    assert complaint.confidentiality is Confidentiality.UNDECIDED
    decide = f"/log/{draft.id}/reporter/{complaint.id}/confidentiality"
    client.get(decide, status=403)
    client.sign_in(monitoring_officer)
    form = client.get(decide).fields()
    page = client.post(decide, form | {"confidentiality": "granted"}, status=422)
    assert page.errors == ["Give the reasons for the decision."]
    client.post(decide, form | {"confidentiality": "granted", "confidentiality_reasons": "A risk to them"})
    assert only(Complaint).confidentiality is Confidentiality.GRANTED


def test_who_may_decide_on_confidentiality_is_asked_at_once_and_others_see_it_as_to_do(
    client: Browserless, draft: Case
) -> None:
    path = f"/log/{draft.id}/reporter"
    asked = day("received_on", clock.today()) | {"category": "public", "asks_confidentiality": "y"}
    assert client.post(f"{path}/new", asked).endswith("/duplicates")
    assert "the Monitoring Officer or a deputy decides" in client.get(path).words
    assert "the Monitoring Officer or a deputy decides" in client.get(f"/log/{draft.id}/check").words
    client.sign_in(make_officer(Role.MONITORING_OFFICER, name="Morgan Officer"))
    where = client.post(f"{path}/new", asked)
    assert where.endswith("/confidentiality")
    decided = client.get(where).fields() | {"confidentiality": "granted"}
    assert client.post(where, decided, status=422).errors == ["Give the reasons for the decision."]
    client.post(where, decided | {"confidentiality_reasons": "Fear of reprisals"})
    assert "Fear of reprisals" in client.get(f"/log/{draft.id}/check").words


def test_an_officer_of_a_complainants_name_is_proposed_to_be_kept_out(
    client: Browserless, draft: Case, officer_here: Officer, monitoring_officer: Officer
) -> None:
    namesake = make_officer(Role.STANDARDS_OFFICER, name="Robin Resident")
    cases.add_complaint(draft, actor=officer_here, complainant_name="Ms Robin Resident")
    page = client.get(f"/log/{draft.id}/reporter")
    assert "Is Robin Resident the same person?" in page.words
    assert "Robin Resident, is called like the complainant" in client.get(f"/log/{draft.id}/check").words
    client.post(
        f"/log/{draft.id}/reporter/walls", {"officer_id": str(namesake.id), "reason": "The same person"}
    )
    assert only(Wall).officer_id == namesake.id
    client.sign_in(namesake).get(f"/log/{draft.id}", status=404)


def test_possible_duplicates_are_shown_with_why_and_linked_or_judged_separate(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    councillor = make_councillor("Jo Example")
    other = make_case(officer_here, councillor=councillor)
    cases.add_post(other, actor=officer_here, address="https://twitter.com/any/status/77?s=20")
    paste_into_case(client, other.id)
    paste(client, draft.id)
    cases.add_post(draft, actor=officer_here, address="https://x.com/cllr/status/77")
    cases.add_subject(draft, councillor, actor=officer_here)
    page = client.get(f"/log/{draft.id}/duplicates")
    for reason in ("The very same file", "The same address", "The same councillor, received within 14 days"):
        assert reason in page.words
    path = f"/log/{draft.id}/duplicates/{other.id}"
    answers = {f"c{other.id}-kind": "separate", f"c{other.id}-reason": ""}
    assert client.post(path, answers, status=422).errors == ["Say why."]
    client.post(path, answers | {f"c{other.id}-reason": "Another comment below it"})
    assert only(CaseLink).kind is LinkKind.SEPARATE
    assert "Nothing like it is found" in client.get(f"/log/{draft.id}/duplicates").words


def paste_into_case(client: Browserless, case_id: int) -> None:
    client.http.post(
        f"/cases/{case_id}/evidence",
        data={"csrf_token": client.token, "arrival": "pasted", "files": [(BytesIO(files.png()), "same.png")]},
        headers={"Accept": "application/json"},
    )


def test_a_possible_duplicate_not_looked_at_is_to_do_on_the_registered_case(
    client: Browserless, officer_here: Officer, monitoring_officer: Officer
) -> None:
    councillor = make_councillor("Jo Example")
    other = make_case(officer_here, councillor=councillor)
    case = make_case(officer_here, councillor=councillor)
    page = client.get(f"/cases/{case.id}")
    look = page.links()["Look at 1 possible duplicate"]
    assert client.get(look).heading == "Is it known already?"
    answers = {f"c{other.id}-kind": "separate", f"c{other.id}-reason": "Another week"}
    client.post(f"{look}/{other.id}", answers)
    assert "possible duplicate" not in client.get(f"/cases/{case.id}").words
    cases.raise_wall(
        make_case(monitoring_officer, councillor=councillor),
        officer_here,
        "A relative",
        actor=monitoring_officer,
    )
    assert "possible duplicate" not in client.get(f"/cases/{case.id}").words


def test_a_hidden_duplicate_is_not_hinted_at(
    client: Browserless, draft: Case, officer_here: Officer, monitoring_officer: Officer
) -> None:
    councillor = make_councillor("Jo Example")
    other = make_case(monitoring_officer, councillor=councillor)
    cases.raise_wall(other, officer_here, "A relative", actor=monitoring_officer)
    cases.add_subject(draft, councillor, actor=officer_here)
    assert "Nothing like it is found" in client.get(f"/log/{draft.id}/duplicates").words
    assert "possible duplicate" not in client.get(f"/log/{draft.id}/check").words
    answers = {f"c{other.id}-kind": "related", f"c{other.id}-reason": "Guessed"}
    client.post(f"/log/{draft.id}/duplicates/{other.id}", answers, status=404)


def test_words_suggest_clauses_which_are_accepted_or_set_aside_and_the_cross_walk_proposes_the_paragraph(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    councillor = make_councillor("Jo Example")
    load_codes(councillor)
    subject = cases.add_subject(draft, councillor, actor=officer_here, office_id=seat_of(councillor).id)
    cases.add_post(
        draft,
        actor=officer_here,
        words="This bully and liar",
        posted_from=date(2026, 3, 1),
        posted_to=date(2026, 3, 1),
    )
    path = f"/log/{draft.id}/clauses"
    page = client.get(path)
    assert "Suggested by bully" in page.words
    assert "The official wording is not loaded" in page.words
    assert "cannot ground an allegation" in page.words
    names = [each.get("name") or "" for each in page.root.iter("input")]
    first = next(name for name in names if name.startswith("mark-"))
    assert client.post(path, page.fields(), status=422).errors[0].startswith("Choose at least one clause")
    client.post(path, page.fields() | {first: "aside"})
    assert not only(ClauseMark).accepted
    clause = db.session.get_one(Clause, int(first.removeprefix("mark-")))
    answers = page.fields() | {first: "accept", "paragraph": clause.paragraphs[0], "gist": "Called a bully"}
    client.post(path, answers)
    allegation = only(Allegation)
    assert (allegation.subject_id, allegation.paragraph) == (subject.id, clause.paragraphs[0])
    assert only(ClauseMark).accepted
    assert clause.reference in client.get(f"/log/{draft.id}/check").words
    assert "already" in client.post(path, answers, status=422).errors[0]
    client.post(f"{path}/{allegation.id}/withdraw")
    assert only(Allegation).withdrawn_reason


def test_a_single_proposed_paragraph_is_taken_and_of_several_the_officer_chooses(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    load_codes()
    cases.change_case(draft, actor=officer_here, member_not_identified=True)
    cases.add_post(draft, actor=officer_here, posted_from=date(2026, 3, 1), posted_to=date(2026, 3, 1))
    grounds = [
        c for c in db.session.scalars(select(Clause).where(Clause.reference.like("A%"))) if c.paragraphs
    ]
    one = next(clause for clause in grounds if len(clause.paragraphs) == 1)
    another = next(clause for clause in grounds if set(clause.paragraphs) - set(one.paragraphs))
    path = f"/log/{draft.id}/clauses"
    seen = client.get(path).fields()
    page = client.post(path, seen | {"clauses": [str(one.id), str(another.id)]}, status=422)
    assert "several paragraphs" in page.errors[0]
    client.post(path, seen | {"clauses": [str(one.id)]})
    assert only(Allegation).paragraph == one.paragraphs[0]


def test_where_the_date_is_not_known_the_version_is_chosen_with_a_reason(
    client: Browserless, draft: Case, officer_here: Officer
) -> None:
    load_codes()
    cases.change_case(draft, actor=officer_here, member_not_identified=True)
    path = f"/log/{draft.id}/clauses"
    page = client.get(path)
    assert "choose the version that applies" in page.words
    clause = db.session.scalars(select(Clause).where(Clause.reference == "A1")).one()
    page = client.post(
        path, page.fields() | {"version_id": str(clause.version_id), "then": "show"}, status=200
    )
    answers = page.fields() | {"clauses": [str(clause.id)], "paragraph": "later"}
    page = client.post(path, answers, status=422)
    assert page.errors == ["Say why this version applies to the conduct."]
    client.post(path, answers | {"version_reason": "The only version there has been"})
    assert only(Allegation).version_reason == "The only version there has been"


def test_no_step_costs_more_than_twelve_selects(
    client: Browserless, officer_here: Officer, count_selects: list[str]
) -> None:
    case = make_draft(officer_here)
    councillor = make_councillor("Jo Example")
    load_codes(councillor)
    cases.add_subject(case, councillor, actor=officer_here)
    for number in range(3):
        cases.add_post(
            case, actor=officer_here, address=f"https://x.com/a/status/{number}", words="bully", handle="@a"
        )
        make_case(officer_here, councillor=councillor)
        paste(client, case.id, name=f"{number}.png")
    costs, path = {}, f"/log/{case.id}"
    for step in ("", *(f"/{each}" for each in STEPS), *SUB_PAGES[1:]):
        db.session.expire_all()
        count_selects.clear()
        client.get(path + step)
        costs[step] = len(count_selects)
    assert max(costs.values()) <= 12, costs
