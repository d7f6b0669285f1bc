"""The pages of allegations and decisions, as officers use them."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Allegation, Case, ClauseMark, SubjectMember
from casework.cases.panels import installed, lists_of
from casework.cases.workflow import (
    AssessmentKind,
    AssignmentKind,
    Capacity,
    CapacityFact,
    ExpressionQuestion,
    FindingKind,
    OutcomeKind,
)
from casework.codes import service as codes
from casework.codes.models import CodeVersion
from casework.codes.queries import clauses_of
from casework.database import db
from casework.permissions import Role
from casework.procedure import service
from casework.procedure.models import Consultation, Referral
from casework.procedure.workflow import ConsultationKind, ReferralTo
from casework.words import YesNo
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless, Page
from tests.support.code_factories import (
    SECOND_FROM,
    authority_of,
    clause_id,
    conduct_of,
    load_codes,
    make_allegation,
    make_dated_case,
    prepare_finding,
    subject_of,
    succeed,
)
from tests.support.factories import make_officer

SECTIONS = ["allegations", "allegations/new", "allegations/suggested", "decisions"]
MAKING = [
    "decisions/assessment",
    "decisions/outcome",
    "decisions/consultations/new",
    "decisions/referrals/new",
]


@pytest.fixture
def library(app: Flask) -> tuple[CodeVersion, CodeVersion]:
    return load_codes()


@pytest.fixture
def case(library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer) -> Case:
    return make_dated_case(monitoring_officer)


@pytest.fixture
def allegation(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> Allegation:
    return make_allegation(case, library[0], actor=monitoring_officer)


@pytest.fixture
def signed_in(client: Browserless, monitoring_officer: Officer) -> Browserless:
    return client.sign_in(monitoring_officer)


def dated(name: str, day: date | None = None) -> dict[str, str]:
    day = day or clock.today()
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def form_of(page: Page, **typed: object) -> dict[str, object]:
    return {**page.fields(), **typed}


def to_do(page: Page) -> list[str]:
    return [
        " ".join("".join(item.itertext()).split())
        for item in page.root.iter("li")
        if "cw-to-do__item" in (item.get("class") or "").split()
    ]


def test_an_officer_makes_an_allegation_and_is_led_to_the_question_of_capacity(
    signed_in: Browserless, case: Case, library: tuple[CodeVersion, CodeVersion]
) -> None:
    empty = signed_in.get(f"/cases/{case.id}/allegations")
    assert "No allegation is recorded" in empty.words
    page = signed_in.get(f"/cases/{case.id}/allegations/new")
    assert "3 June 2026" in page.words
    chosen = [str(clause_id(library[0], reference)) for reference in ("A1", "A2")]
    where = signed_in.post(
        f"/cases/{case.id}/allegations/new",
        form_of(page, clauses=chosen, gist="That he lied.", paragraph=f"{library[1].id}:1.1"),
    )
    row = db.session.scalars(select(Allegation)).one()
    assert where == f"/cases/{case.id}/allegations/{row.id}/capacity"
    assert (row.paragraph, row.paragraph_version_id, row.version_reason) == ("1.1", library[1].id, "")
    shown = signed_in.get(f"/cases/{case.id}/allegations")
    assert "Allegation 1: Jo Example" in shown.words
    assert "That he lied." in shown.words
    assert "Paragraph 1.1" in shown.words


def test_the_form_lists_no_guidance_and_says_where_no_wording_is_loaded(
    signed_in: Browserless, case: Case, library: tuple[CodeVersion, CodeVersion]
) -> None:
    page = signed_in.get(f"/cases/{case.id}/allegations/new")
    boxes = {box.get("value") for box in page.root.iter("input") if box.get("name") == "clauses"}
    assert str(clause_id(library[0], "A1")) in boxes
    assert str(clause_id(library[0], "G1")) not in boxes
    assert page.words.count("The official wording of these clauses is not loaded.") == 1
    assert page.links()["Import it in the Code library"] == "/codes"


def test_the_wording_stands_in_full_below_each_clause_once_it_is_loaded(
    signed_in: Browserless,
    case: Case,
    library: tuple[CodeVersion, CodeVersion],
    allegation: Allegation,
    monitoring_officer: Officer,
) -> None:
    wording = {clause.reference: f"The words of {clause.reference}." for clause in clauses_of(library[0].id)}
    codes.fill_wording(library[0], wording, actor=monitoring_officer)
    for path in ("", "/new", f"/{allegation.id}"):
        page = signed_in.get(f"/cases/{case.id}/allegations{path}")
        assert "The words of A1." in page.words


def test_no_clause_chosen_comes_back_with_what_was_typed(signed_in: Browserless, case: Case) -> None:
    page = signed_in.get(f"/cases/{case.id}/allegations/new")
    again = signed_in.post(
        f"/cases/{case.id}/allegations/new", form_of(page, gist="That he lied.", clauses=[]), status=422
    )
    assert again.errors == ["Choose at least one clause of the Social Media Code."]
    assert again.fields()["gist"] == "That he lied."


def test_of_several_councillors_and_conducts_the_officer_says_which(
    signed_in: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    second = make_councillor("Sam Second")
    subject = cases.add_subject(case, second, actor=monitoring_officer, authority_id=authority_of(second))
    cases.add_conduct(case, actor=monitoring_officer, description="Blocked a resident")
    ask = signed_in.get(f"/cases/{case.id}/allegations/new")
    assert ask.heading == "Who, and what conduct?"
    assert "Blocked a resident" in ask.words
    page = signed_in.get(
        f"/cases/{case.id}/allegations/new?councillor={subject.id}&conduct={conduct_of(case).id}"
    )
    assert page.heading == "What is alleged"
    assert "Sam Second" in page.words


def test_conduct_astride_two_versions_asks_for_the_version_and_the_reason(
    signed_in: Browserless,
    case: Case,
    library: tuple[CodeVersion, CodeVersion],
    monitoring_officer: Officer,
) -> None:
    new = succeed(library[0], SECOND_FROM, actor=monitoring_officer)
    cases.add_post(case, actor=monitoring_officer, posted_from=date(2026, 4, 3))
    path = f"/cases/{case.id}/allegations/new"
    assert signed_in.get(path).heading == "Which version of the Code applies?"
    page = signed_in.get(f"{path}?version={new.id}")
    clauses = [str(clause_id(new, "A1"))]
    again = signed_in.post(f"{path}?version={new.id}", form_of(page, clauses=clauses), status=422)
    assert again.errors == ["Say why this version applies to the conduct."]
    signed_in.post(f"{path}?version={new.id}", form_of(page, clauses=clauses, version_reason="Most of it"))
    row = db.session.scalars(select(Allegation)).one()
    assert (row.version_id, row.version_reason) == (new.id, "Most of it")
    changed = signed_in.get(f"/cases/{case.id}/allegations/{row.id}")
    assert changed.fields()["version_reason"] == "Most of it"


def test_conduct_before_any_version_is_said_to_be_so_with_what_to_check(
    signed_in: Browserless, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    case = make_dated_case(monitoring_officer, posted=date(2020, 1, 1))
    page = signed_in.get(f"/cases/{case.id}/allegations/new")
    assert "was in force on the date of the conduct: 1 January 2020" in page.words
    assert f"/cases/{case.id}/posts" in page.links().values()


def test_what_is_alleged_is_changed_from_what_it_is_and_nothing_of_it_goes_by_itself(
    signed_in: Browserless, case: Case, allegation: Allegation, library: tuple[CodeVersion, CodeVersion]
) -> None:
    path = f"/cases/{case.id}/allegations/{allegation.id}"
    paragraph = f"{library[1].id}:1.1"
    signed_in.post(path, {**signed_in.get(path).fields(), "paragraph": paragraph})
    before = signed_in.get(path).fields()
    assert before["clauses"] == [str(clause.id) for clause in allegation.clauses]
    assert before["paragraph"] == paragraph
    signed_in.post(path, {**before, "gist": "Said anew."})
    db.session.expire_all()
    assert (allegation.gist, allegation.paragraph) == ("Said anew.", "1.1")
    assert signed_in.get(path).fields()["clauses"] == before["clauses"]


def test_the_cross_walk_proposes_the_paragraphs_of_the_clauses_engaged(
    signed_in: Browserless, case: Case, allegation: Allegation
) -> None:
    page = signed_in.get(f"/cases/{case.id}/allegations/{allegation.id}")
    groups = {
        group.get("label"): [option.get("value") or "" for option in group.iter("option")]
        for group in page.root.iter("optgroup")
    }
    proposed = [value.partition(":")[2] for value in groups["Proposed for these clauses"]]
    clause = allegation.clause_rows[0]
    assert proposed == sorted(clause.clause.paragraphs)


def test_a_suggested_clause_is_accepted_and_then_stands_ticked(
    signed_in: Browserless, case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    cases.add_post(
        case,
        actor=monitoring_officer,
        words="This resident is a liar and an idiot",
        posted_from=date(2026, 6, 3),
    )
    page = signed_in.get(f"/cases/{case.id}/allegations/suggested")
    assert "Suggested by" in page.words
    forms = [form.get("action") or "" for form in page.root.iter("form")]
    accept = next(action for action in forms if action.endswith("/accept"))
    signed_in.post(accept)
    mark = db.session.scalars(select(ClauseMark)).one()
    assert mark.accepted
    assert mark.words
    again = signed_in.get(f"/cases/{case.id}/allegations/new")
    ticked = [
        box.get("value")
        for box in again.root.iter("input")
        if box.get("name") == "clauses" and box.get("checked") is not None
    ]
    assert ticked == [str(mark.clause_id)]
    signed_in.post(accept.replace("/accept", "/aside"))
    assert "Set aside" in signed_in.get(f"/cases/{case.id}/allegations/suggested").words


def test_a_finding_page_says_in_words_and_links_what_is_missing_first(
    signed_in: Browserless, case: Case, allegation: Allegation
) -> None:
    path = f"/cases/{case.id}/allegations/{allegation.id}"
    page = signed_in.get(f"{path}/finding")
    assert [text.split(":")[0] for text in to_do(page)] == [
        "Answer the question of capacity",
        "Give the reasons for the answer on capacity.",
        "Answer every question of Article 10 on freedom of expression.",
    ]
    for address in (f"{path}/capacity", f"{path}/expression"):
        assert address in page.links().values()
        signed_in.get(address)
    filled = form_of(
        page, finding="breach", reasons="x", decision_maker="x", authority_to_decide="x", **dated("found_on")
    )
    again = signed_in.post(f"{path}/finding", filled, status=422)
    assert "This finding cannot be made yet." in again.errors[0]
    assert again.fields()["reasons"] == "x"


def test_a_finding_that_was_not_chosen_is_asked_for_in_words(
    signed_in: Browserless, case: Case, allegation: Allegation
) -> None:
    path = f"/cases/{case.id}/allegations/{allegation.id}/finding"
    page = signed_in.get(path)
    assert signed_in.post(path, form_of(page), status=422).errors[0] == "Choose a finding."


def test_from_capacity_over_article_10_to_the_finding(
    signed_in: Browserless, case: Case, allegation: Allegation
) -> None:
    path = f"/cases/{case.id}/allegations/{allegation.id}"
    page = signed_in.get(f"{path}/capacity")
    refused = signed_in.post(f"{path}/capacity", form_of(page, capacity="official"), status=422)
    assert refused.errors == ["Say why you answer the question of capacity so."]
    signed_in.post(f"{path}/capacity", form_of(page, capacity="official", capacity_reasons="The handle"))
    page = signed_in.get(f"{path}/expression")
    answers = {question.value: f"On {question.value}" for question in ExpressionQuestion}
    signed_in.post(f"{path}/expression", form_of(page, **answers))
    page = signed_in.get(f"{path}/finding")
    assert to_do(page) == []
    signed_in.post(
        f"{path}/finding",
        form_of(
            page,
            finding="no_breach",
            reasons="Robust, and no more.",
            decision_maker="Standards Sub-Committee",
            authority_to_decide="Arrangements, 9",
            **dated("found_on"),
        ),
    )
    shown = signed_in.get(f"/cases/{case.id}/allegations").words
    assert "No breach, on " in shown
    assert "Robust, and no more." in shown
    assert "On abuse" in shown
    signed_in.get(f"{path}/finding")


def test_the_facts_about_capacity_stand_beside_the_question(
    signed_in: Browserless, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    cases.record_capacity_facts(
        subject_of(case),
        {CapacityFact.BIOGRAPHY: YesNo.YES, CapacityFact.DISCLAIMER: YesNo.NOT_KNOWN},
        "Seen on the profile",
        actor=monitoring_officer,
    )
    words = signed_in.get(f"/cases/{case.id}/allegations/{allegation.id}/capacity").words
    assert f"{CapacityFact.BIOGRAPHY.label}: Yes" in words
    assert f"{CapacityFact.DISCLAIMER.label}: Not known" in words
    assert "Seen on the profile" in words


@pytest.mark.parametrize("answer", ["capacity", "expression", ""])
def test_the_second_of_two_officers_sees_both_texts(
    signed_in: Browserless,
    case: Case,
    allegation: Allegation,
    library: tuple[CodeVersion, CodeVersion],
    monitoring_officer: Officer,
    answer: str,
) -> None:
    path = f"/cases/{case.id}/allegations/{allegation.id}{'/' if answer else ''}{answer}"
    page = signed_in.get(path)
    prepare_finding(allegation, actor=monitoring_officer)
    cases.change_allegation(
        allegation,
        actor=monitoring_officer,
        clauses=[clause_id(library[0], "A1")],
        paragraph="1.1",
        gist="Their text",
    )
    mine = {
        "capacity": {"capacity": "private", "capacity_reasons": "My text"},
        "expression": {"abuse": "My text"},
        "": {"gist": "My text"},
    }[answer]
    refused = signed_in.post(path, form_of(page, **mine), status=409)
    assert "My text" in refused.words


def test_an_allegation_is_withdrawn_with_a_reason_and_stays(
    signed_in: Browserless, case: Case, allegation: Allegation
) -> None:
    path = f"/cases/{case.id}/allegations/{allegation.id}/withdraw"
    page = signed_in.get(path)
    assert signed_in.post(path, form_of(page), status=422).errors == ["Give the reason."]
    signed_in.post(path, form_of(page, reason="Not their account"))
    words = signed_in.get(f"/cases/{case.id}/allegations").words
    assert "Withdrawn" in words
    assert "Not their account" in words


def test_assessment_and_outcome_are_recorded_apart_and_earlier_ones_stay(
    signed_in: Browserless, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    path = f"/cases/{case.id}/decisions"
    page = signed_in.get(f"{path}/assessment")
    assert "The question of capacity comes first." in page.words
    decided = {"reasons": "Tests applied", "decision_maker": "Monitoring Officer", **dated("decided_on")}
    refused = signed_in.post(f"{path}/assessment", form_of(page, decision="no_action", **decided), status=422)
    assert "question of capacity" in refused.errors[0]
    cases.answer_capacity(allegation, Capacity.ARGUABLE, "Mixed", actor=monitoring_officer)
    for decision in ("no_action", "investigate"):
        signed_in.post(f"{path}/assessment", form_of(page, decision=decision, **decided))
    shown = signed_in.get(path).words
    assert "Replaced since: 1 decision" in shown
    assert "An investigation was decided on" in shown
    page = signed_in.get(f"{path}/outcome")
    refused = signed_in.post(f"{path}/outcome", form_of(page, outcome="breach", **decided), status=422)
    assert refused.errors == ["There is no finding of a breach. Record the finding on an allegation first."]
    signed_in.post(f"{path}/outcome", form_of(page, outcome="withdrawn", **decided))
    db.session.expire_all()
    assert (case.assessment, case.outcome, case.status) == ("investigate", "withdrawn", "open")


@pytest.mark.parametrize("what", ["assessment", "outcome"])
def test_a_decision_without_date_or_maker_says_so(signed_in: Browserless, case: Case, what: str) -> None:
    path = f"/cases/{case.id}/decisions/{what}"
    field = {"assessment": {"decision": "no_action"}, "outcome": {"outcome": "withdrawn"}}[what]
    page = signed_in.get(path)
    assert signed_in.post(path, form_of(page), status=422).errors
    refused = signed_in.post(path, form_of(page, **field), status=422)
    assert refused.errors == ["Give the reasons.", "Say who decided.", "Say when it was decided."]


def test_a_shut_case_asks_for_no_decision(
    signed_in: Browserless, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    path, finding = f"/cases/{case.id}/decisions", f"/cases/{case.id}/allegations/{allegation.id}/finding"
    cases.close_case(case, "Settled", actor=monitoring_officer)
    for address in (f"{path}/assessment", f"{path}/outcome", finding):
        assert "decisions are recorded on open cases" in signed_in.get(address, 409).words
    for address in (f"{path}/consultations/new", f"{path}/referrals/new"):
        assert "Reopen it before" in signed_in.get(address, 409).words


def test_before_anything_is_typed_the_page_says_that_an_investigation_needs_an_allegation(
    signed_in: Browserless, monitoring_officer: Officer
) -> None:
    bare = make_case(monitoring_officer)
    assert "No allegation is recorded yet" in signed_in.get(f"/cases/{bare.id}/decisions/assessment").words
    asked = signed_in.get(f"/cases/{bare.id}/decisions/consultations/new").words
    assert "No decision to investigate is on record" in asked


def test_a_wrong_name_of_an_independent_person_is_corrected(signed_in: Browserless, case: Case) -> None:
    path = f"/cases/{case.id}/decisions/consultations"
    page = signed_in.get(f"{path}/new")
    signed_in.post(
        f"{path}/new", form_of(page, kind="discretionary", person="Pat Wrongname", **dated("asked_on"))
    )
    row = db.session.scalars(select(Consultation)).one()
    page = signed_in.get(f"{path}/{row.id}/edit")
    signed_in.post(f"{path}/{row.id}/edit", form_of(page, person="Pat Rightname"))
    shown = signed_in.get(f"/cases/{case.id}/decisions").words
    assert "Pat Rightname" in shown
    assert "Pat Wrongname" not in shown


def test_an_independent_person_is_asked_and_their_view_follows(signed_in: Browserless, case: Case) -> None:
    path = f"/cases/{case.id}/decisions"
    page = signed_in.get(f"{path}/consultations/new")
    asked = form_of(page, kind="statutory", person="Pat Independent", **dated("asked_on"))
    signed_in.post(f"{path}/consultations/new", asked)
    row = db.session.scalars(select(Consultation)).one()
    assert "Record the Independent Person’s view" in signed_in.get(f"/cases/{case.id}").words
    page = signed_in.get(f"{path}/consultations/{row.id}")
    assert page.heading == "The view of Pat Independent"
    given = form_of(page, view="It goes too far", **dated("view_on"), taken_into_account="Accepted")
    signed_in.post(f"{path}/consultations/{row.id}", given)
    shown = signed_in.get(path).words
    assert "It goes too far" in shown
    assert "Accepted" in shown
    stale = form_of(page, view="Another", **dated("view_on"), taken_into_account="")
    signed_in.post(f"{path}/consultations/{row.id}", stale, status=409)


def test_a_referral_is_recorded_and_its_reply(signed_in: Browserless, case: Case) -> None:
    path = f"/cases/{case.id}/decisions"
    page = signed_in.get(f"{path}/referrals/new")
    signed_in.post(
        f"{path}/referrals/new", form_of(page, to="police", reason="A threat", **dated("referred_on"))
    )
    row = db.session.scalars(select(Referral)).one()
    page = signed_in.get(f"{path}/referrals/{row.id}")
    refused = signed_in.post(f"{path}/referrals/{row.id}", form_of(page, reply="No action"), status=422)
    assert refused.errors == ["Say when the reply came."]
    signed_in.post(f"{path}/referrals/{row.id}", form_of(page, reply="No action", **dated("replied_on")))
    assert "No action" in signed_in.get(path).words
    assert "1, of which 0 without a reply" in signed_in.get(f"/cases/{case.id}").words


def test_a_case_whose_outcome_no_longer_fits_says_so_on_closing_and_on_the_decisions(
    signed_in: Browserless, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    for finding in (FindingKind.BREACH, FindingKind.NO_BREACH):
        service.record_finding(
            allegation,
            finding,
            reasons="See the minute",
            decision_maker="Panel",
            authority_to_decide="Arrangements",
            minute_reference="",
            found_on=clock.today(),
            actor=monitoring_officer,
        )
        if finding is FindingKind.BREACH:
            service.decide_outcome(
                case,
                OutcomeKind.BREACH,
                reasons="See the finding",
                decision_maker="Panel",
                decided_on=clock.today(),
                actor=monitoring_officer,
            )
    assert "no longer fits" in signed_in.get(f"/cases/{case.id}/decisions").words
    page = signed_in.get(f"/cases/{case.id}/close")
    assert "no longer fits" in page.words
    assert "cannot be closed until" in page.words
    assert "reason" not in page.fields()
    refused = signed_in.post(f"/cases/{case.id}/close", {"reason": "Done"}, status=422)
    assert "no longer fits" in refused.errors[0]


@pytest.mark.parametrize("section", [*SECTIONS, *MAKING])
def test_a_hidden_case_answers_like_an_absent_one(
    section: str, client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    deputy = make_officer(Role.DEPUTY)
    cases.raise_wall(case, deputy, "Is a witness", actor=monitoring_officer)
    client.sign_in(deputy)
    hidden, absent = (client.get(f"/cases/{number}/{section}", 404) for number in (case.id, 999_999))
    assert hidden.words == absent.words


def test_an_allegation_is_not_reached_through_another_case(
    signed_in: Browserless, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    other = make_dated_case(monitoring_officer)
    for page in ("", "/capacity", "/expression", "/finding", "/withdraw"):
        signed_in.get(f"/cases/{other.id}/allegations/{allegation.id}{page}", 404)


def test_a_standards_officer_works_on_allegations_and_decides_nothing(
    client: Browserless, case: Case, allegation: Allegation
) -> None:
    client.sign_in(make_officer(Role.STANDARDS_OFFICER))
    page = client.get(f"/cases/{case.id}/allegations")
    assert "Make an allegation" in page.words
    assert "Record the finding" not in page.words
    for path in ("decisions/assessment", "decisions/outcome", f"allegations/{allegation.id}/finding"):
        client.get(f"/cases/{case.id}/{path}", 403)


def test_an_independent_person_reads_the_case_assigned_to_them_and_changes_nothing(
    client: Browserless, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    person = make_officer(Role.INDEPENDENT_PERSON)
    client.sign_in(person)
    client.get(f"/cases/{case.id}/allegations", 404)
    cases.assign(case, person, AssignmentKind.INDEPENDENT_PERSON, actor=monitoring_officer)
    page = client.get(f"/cases/{case.id}/allegations")
    assert "Allegation 1" in page.words
    assert "Make an allegation" not in page.words
    assert f"/cases/{case.id}/allegations/{allegation.id}/capacity" not in page.links().values()
    client.get(f"/cases/{case.id}/decisions")
    client.get(f"/cases/{case.id}/allegations/new", 403)


def fill(case: Case, version: CodeVersion, actor: Officer, number: int) -> None:
    """Give the case `number` more of everything."""
    for paragraph in ["1.2", "2.1", "2.2", "2.3", "3.1", "4.1"][:number]:
        row = make_allegation(case, version, actor=actor, paragraph=paragraph)
        cases.answer_capacity(row, Capacity.ARGUABLE, "Mixed", actor=actor)
        service.decide_assessment(
            case,
            AssessmentKind.NO_ACTION,
            reasons="Tests",
            decision_maker="MO",
            decided_on=clock.today(),
            actor=actor,
        )
        service.consult(
            case,
            kind=ConsultationKind.STATUTORY,
            person="Pat",
            asked_on=clock.today(),
            material="",
            actor=actor,
        )
        service.refer(
            case,
            to=ReferralTo.OTHER,
            referred_on=clock.today(),
            reason="Why",
            their_reference="",
            actor=actor,
        )


@pytest.fixture
def counted(signed_in: Browserless, count_selects: list[str]) -> Callable[[str], int]:
    def count(path: str) -> int:
        db.session.remove()
        count_selects.clear()
        signed_in.get(path)
        return len(count_selects)

    return count


@pytest.mark.parametrize("section", ["", *(f"/{section}" for section in SECTIONS)])
def test_no_page_asks_the_database_more_than_twelve_times_however_much_there_is(
    section: str,
    case: Case,
    library: tuple[CodeVersion, CodeVersion],
    monitoring_officer: Officer,
    counted: Callable[[str], int],
    count_selects: list[str],
) -> None:
    case_id, version_id, officer_id = case.id, library[0].id, monitoring_officer.id
    fill(case, library[0], monitoring_officer, 2)
    few = counted(f"/cases/{case_id}{section}")
    assert few <= 12, "\n".join(count_selects)
    case, version = db.session.get_one(Case, case_id), db.session.get_one(CodeVersion, version_id)
    actor = db.session.get_one(Officer, officer_id)
    for row in db.session.scalars(select(Allegation)).all():
        cases.withdraw_allegation(row, "To make room", actor=actor)
    fill(case, version, actor, 6)
    assert counted(f"/cases/{case_id}{section}") == few


def test_allegations_and_decisions_stand_in_the_print_out(
    app: Flask, case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    service.refer(
        case,
        to=ReferralTo.POLICE,
        referred_on=clock.today(),
        reason="<b>A threat</b>",
        their_reference="",
        actor=monitoring_officer,
    )
    with app.test_request_context():
        _, lists = lists_of(case.id, {})
        printed = {
            panel.key: str(panel.printed(monitoring_officer, case, lists[panel.key])) for panel in installed()
        }
    assert "That he called a resident a liar." in printed["allegations"]
    assert "&lt;b&gt;A threat" in printed["decisions"]


def test_an_unidentified_councillor_can_be_alleged_against(
    signed_in: Browserless,
    case: Case,
    library: tuple[CodeVersion, CodeVersion],
    monitoring_officer: Officer,
) -> None:
    cases.remove_subject(subject_of(case), "Somebody else's account", actor=monitoring_officer)
    assert db.session.scalars(select(SubjectMember)).one().removed_reason
    page = signed_in.get(f"/cases/{case.id}/allegations/new")
    where = signed_in.post(
        f"/cases/{case.id}/allegations/new", form_of(page, clauses=[str(clause_id(library[0], "A1"))])
    )
    assert "not yet identified" in signed_in.get(where).words
