"""Decisions: by those who may decide, with date, decision-maker and reasons. A later one replaces, both stay."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.models import AuditDetail, AuditEvent
from casework.audit.verbs import Verb
from casework.cases import guards
from casework.cases import service as cases
from casework.cases.models import Allegation, Case, Post
from casework.cases.workflow import AssessmentKind, Capacity, FindingKind, OutcomeKind
from casework.codes.models import CodeVersion
from casework.database import db
from casework.errors import DomainError, NotAllowed, NotPossible, Stale
from casework.permissions import Role
from casework.procedure import queries, service
from casework.procedure.models import AssessmentDecision, Consultation, FinalOutcome
from casework.procedure.workflow import ConsultationKind, ReferralTo
from casework.words import YesNo
from tests.support.code_factories import load_codes, make_allegation, make_dated_case, prepare_finding
from tests.support.factories import make_officer

RECEIVED = date(2026, 6, 10)


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


def find(
    allegation: Allegation, actor: Officer, finding: FindingKind = FindingKind.BREACH, **values: object
) -> None:
    given = {
        "reasons": "The words are abuse.",
        "decision_maker": "Standards Sub-Committee",
        "authority_to_decide": "Arrangements, paragraph 9",
        "minute_reference": "Minute 12",
        "found_on": clock.today(),
    } | values
    service.record_finding(allegation, finding, actor=actor, **given)  # type: ignore[arg-type]


def assess(case: Case, actor: Officer, decision: AssessmentKind, **values: object) -> AssessmentDecision:
    given = {
        "reasons": "The tests were applied.",
        "decision_maker": "Monitoring Officer",
        "decided_on": clock.today(),
    } | values
    return service.decide_assessment(case, decision, actor=actor, **given)  # type: ignore[arg-type]


def end(case: Case, actor: Officer, outcome: OutcomeKind, **values: object) -> FinalOutcome:
    given = {
        "reasons": "See the findings.",
        "decision_maker": "Monitoring Officer",
        "decided_on": clock.today(),
    } | values
    return service.decide_outcome(case, outcome, actor=actor, **given)  # type: ignore[arg-type]


def consult(
    case: Case,
    actor: Officer,
    *,
    kind: ConsultationKind = ConsultationKind.STATUTORY,
    asked: date | None = None,
    viewed: date | None = None,
    account: str = "Accepted",
) -> Consultation:
    row = service.consult(
        case,
        kind=kind,
        person="Pat Independent",
        asked_on=asked or clock.today(),
        material="The complaint and the exhibits",
        actor=actor,
    )
    service.record_view(
        row,
        view="It goes too far.",
        view_on=viewed or clock.today(),
        taken_into_account=account,
        actor=actor,
    )
    return row


def record_view(row: Consultation, view: str, actor: Officer, version: int) -> None:
    service.record_view(
        row, view=view, view_on=clock.today(), taken_into_account="Accepted", actor=actor, version=version
    )


def test_a_finding_says_all_that_is_wanting_before_it(
    allegation: Allegation, monitoring_officer: Officer
) -> None:
    with pytest.raises(NotPossible) as refused:
        find(allegation, monitoring_officer)
    for words in ("question of capacity", "reasons for the answer on capacity", "Article 10"):
        assert words in refused.value.message
    assert allegation.finding is FindingKind.NOT_DECIDED


@pytest.mark.parametrize("finding", [FindingKind.BREACH, FindingKind.NO_BREACH])
def test_a_finding_is_recorded_once_everything_is_there(
    allegation: Allegation, monitoring_officer: Officer, finding: FindingKind
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    find(allegation, monitoring_officer, finding)
    assert (allegation.finding, allegation.decision_maker, allegation.minute_reference) == (
        finding,
        "Standards Sub-Committee",
        "Minute 12",
    )


def test_no_finding_of_either_kind_without_a_paragraph_of_the_members_code(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer, paragraph="")
    prepare_finding(allegation, actor=monitoring_officer)
    for finding in (FindingKind.BREACH, FindingKind.NO_BREACH):
        with pytest.raises(NotPossible, match="only that Code founds a breach"):
            find(allegation, monitoring_officer, finding)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("reasons", "Give the reasons"),
        ("decision_maker", "Say who decided"),
        ("authority_to_decide", "by what authority"),
    ],
)
def test_even_not_determined_names_reasons_decision_maker_and_authority(
    allegation: Allegation, monitoring_officer: Officer, field: str, words: str
) -> None:
    with pytest.raises(DomainError, match=words) as refused:
        find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED, **{field: "  "})
    assert refused.value.field == field
    find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED)
    assert allegation.finding is FindingKind.NOT_DETERMINED


@pytest.mark.parametrize("found_on", [None, clock.today() + timedelta(days=1), RECEIVED - timedelta(days=1)])
def test_a_finding_is_dated_between_the_receipt_of_the_case_and_today(
    allegation: Allegation, monitoring_officer: Officer, found_on: date | None
) -> None:
    with pytest.raises(DomainError) as refused:
        find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED, found_on=found_on)
    assert refused.value.field == "found_on"


def test_a_breach_in_private_capacity_is_refused_and_no_breach_is_not(
    allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    cases.answer_capacity(allegation, Capacity.PRIVATE, "A family page", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="did not bind the member"):
        find(allegation, monitoring_officer)
    find(allegation, monitoring_officer, FindingKind.NO_BREACH)


def test_once_investigated_no_finding_without_the_independent_persons_earlier_view(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    assess(case, monitoring_officer, AssessmentKind.INVESTIGATE)
    assess(case, monitoring_officer, AssessmentKind.INFORMAL)  # the duty stays with a decision once made
    yesterday = clock.today() - timedelta(days=1)
    for finding in (FindingKind.BREACH, FindingKind.NO_BREACH):
        with pytest.raises(NotPossible, match="Independent Person"):
            find(allegation, monitoring_officer, finding)
    consult(case, monitoring_officer, kind=ConsultationKind.MEMBER)
    consult(case, monitoring_officer, account="")
    with pytest.raises(NotPossible, match="Independent Person"):
        find(allegation, monitoring_officer)
    consult(case, monitoring_officer)
    with pytest.raises(NotPossible, match="given before the finding"):
        find(allegation, monitoring_officer, found_on=yesterday)
    find(allegation, monitoring_officer)


def test_a_finding_waits_where_the_date_of_the_conduct_left_its_code_behind(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    post = db.session.scalars(select(Post).where(Post.case_id == case.id)).one()
    earlier = date(2024, 4, 1)
    cases.change_post(post, actor=monitoring_officer, posted_from=earlier, posted_to=earlier)
    with pytest.raises(NotPossible, match="not of the Codes in force"):
        find(allegation, monitoring_officer)


def test_what_a_finding_rests_on_stays_until_the_finding_is_replaced(
    allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    find(allegation, monitoring_officer)
    with pytest.raises(NotPossible, match="first replace the finding"):
        cases.answer_capacity(allegation, Capacity.PRIVATE, "A family page", actor=monitoring_officer)
    find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED, reasons="To be looked at again")
    cases.answer_capacity(allegation, Capacity.PRIVATE, "A family page", actor=monitoring_officer)
    bodies = db.session.scalars(
        select(AuditDetail.body)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.seq)
        .where(AuditEvent.verb == Verb.FINDING_MADE)
        .order_by(AuditEvent.seq)
    ).all()
    assert [body["changes"]["finding"] for body in bodies if body] == [
        ["not_decided", "breach"],
        ["breach", "not_determined"],
    ]


def test_two_officers_do_not_overwrite_each_others_finding(
    allegation: Allegation, monitoring_officer: Officer
) -> None:
    shown = allegation.version
    find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED, version=shown)
    with pytest.raises(Stale) as refused:
        find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED, reasons="Other", version=shown)
    assert refused.value.theirs == {"Reasons": "The words are abuse."}


def test_only_those_who_decide_record_decisions(case: Case, allegation: Allegation) -> None:
    standards = make_officer(Role.STANDARDS_OFFICER)
    with pytest.raises(NotAllowed):
        find(allegation, standards, FindingKind.NOT_DETERMINED)
    with pytest.raises(NotAllowed):
        assess(case, standards, AssessmentKind.NO_ACTION)
    with pytest.raises(NotAllowed):
        end(case, standards, OutcomeKind.WITHDRAWN)


def test_an_officer_who_must_not_see_the_case_cannot_be_its_decision_maker(
    case: Case, monitoring_officer: Officer
) -> None:
    deputy = make_officer(Role.DEPUTY, name="Dale Deputy")
    cases.raise_wall(case, deputy, "Is the complainant", actor=monitoring_officer)
    with pytest.raises(DomainError, match="must not see this case") as refused:
        assess(case, monitoring_officer, AssessmentKind.NO_ACTION, decision_maker="dale deputy")
    assert refused.value.field == "decision_maker"


def test_no_assessment_while_capacity_is_not_considered(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    with pytest.raises(NotPossible, match="question of capacity"):
        assess(case, monitoring_officer, AssessmentKind.NO_ACTION)
    cases.answer_capacity(allegation, Capacity.ARGUABLE, "A mixed account", actor=monitoring_officer)
    assess(case, monitoring_officer, AssessmentKind.INVESTIGATE)
    assert case.assessment is AssessmentKind.INVESTIGATE


def test_a_withdrawn_allegation_does_not_hold_up_the_assessment(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    cases.withdraw_allegation(allegation, "Another member's account", actor=monitoring_officer)
    assess(case, monitoring_officer, AssessmentKind.NO_ACTION)
    with pytest.raises(NotPossible, match="no allegation to investigate"):
        assess(case, monitoring_officer, AssessmentKind.INVESTIGATE)


def test_a_later_assessment_replaces_the_earlier_and_both_stay(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    cases.answer_capacity(allegation, Capacity.ARGUABLE, "A mixed account", actor=monitoring_officer)
    assess(case, monitoring_officer, AssessmentKind.NO_ACTION)
    assess(case, monitoring_officer, AssessmentKind.INVESTIGATE, reasons="More was sent.")
    rows = queries.assessments(case.id).all()
    assert [row.decision for row in rows] == [AssessmentKind.NO_ACTION, AssessmentKind.INVESTIGATE]
    assert case.assessment is AssessmentKind.INVESTIGATE
    assert case.status == "open"
    assert case.outcome is None


def test_an_investigation_is_not_decided_on_after_a_finding(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    find(allegation, monitoring_officer)
    with pytest.raises(NotPossible, match="investigation comes before a finding"):
        assess(case, monitoring_officer, AssessmentKind.INVESTIGATE)


def test_the_outcome_follows_the_findings(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    with pytest.raises(NotPossible, match="no finding of a breach"):
        end(case, monitoring_officer, OutcomeKind.BREACH)
    with pytest.raises(NotPossible, match="Nobody has found"):
        end(case, monitoring_officer, OutcomeKind.NO_BREACH)
    prepare_finding(allegation, actor=monitoring_officer)
    find(allegation, monitoring_officer)
    for outcome in set(OutcomeKind) - {OutcomeKind.BREACH}:
        with pytest.raises(NotPossible, match="the outcome is a breach"):
            end(case, monitoring_officer, outcome)
    end(case, monitoring_officer, OutcomeKind.BREACH)
    assert case.outcome is OutcomeKind.BREACH


def test_a_case_does_not_close_with_an_outcome_that_its_findings_no_longer_bear(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    prepare_finding(allegation, actor=monitoring_officer)
    find(allegation, monitoring_officer)
    end(case, monitoring_officer, OutcomeKind.BREACH)
    find(allegation, monitoring_officer, FindingKind.NO_BREACH, reasons="On review")
    assert any("no longer fits" in reason for reason in guards.objections(case))
    with pytest.raises(NotPossible, match="no longer fits"):
        cases.close_case(case, "Done", actor=monitoring_officer)
    end(case, monitoring_officer, OutcomeKind.NO_BREACH)
    assert guards.objections(case) == []
    assert [row.outcome for row in queries.outcomes(case.id).all()] == [
        OutcomeKind.BREACH,
        OutcomeKind.NO_BREACH,
    ]


def test_decisions_are_made_on_open_cases(
    case: Case, allegation: Allegation, monitoring_officer: Officer
) -> None:
    cases.close_case(case, "Done", actor=monitoring_officer)
    for refused in (
        lambda: find(allegation, monitoring_officer, FindingKind.NOT_DETERMINED),
        lambda: assess(case, monitoring_officer, AssessmentKind.NO_ACTION),
        lambda: end(case, monitoring_officer, OutcomeKind.WITHDRAWN),
    ):
        with pytest.raises(NotPossible, match="is closed"):
            refused()


def test_a_consultation_is_corrected_but_its_capacity_stays_and_its_view_comes_no_earlier(
    case: Case, monitoring_officer: Officer
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    row = consult(case, monitoring_officer, asked=yesterday, viewed=yesterday)
    corrected: dict[str, Any] = {
        "person": "Pat Rightname",
        "material": "The file",
        "actor": monitoring_officer,
    }
    service.change_consultation(row, asked_on=yesterday, **corrected)
    assert (row.person, row.material, row.kind) == ("Pat Rightname", "The file", ConsultationKind.STATUTORY)
    with pytest.raises(DomainError, match="older than that"):
        service.change_consultation(row, asked_on=clock.today(), **corrected)


def test_nobody_is_asked_about_a_shut_case_and_it_goes_nowhere_but_answers_still_come(
    case: Case, monitoring_officer: Officer
) -> None:
    asked = consult(case, monitoring_officer, account="")
    cases.close_case(case, "Done", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="Reopen it before"):
        consult(case, monitoring_officer)
    with pytest.raises(NotPossible, match="Reopen it before"):
        service.refer(
            case,
            to=ReferralTo.POLICE,
            referred_on=clock.today(),
            reason="A threat",
            their_reference="",
            actor=monitoring_officer,
        )
    record_view(asked, "No breach", monitoring_officer, asked.version)
    assert asked.view == "No breach"


def test_a_view_is_dated_and_not_older_than_the_request_for_it(
    case: Case, monitoring_officer: Officer
) -> None:
    row = consult(case, monitoring_officer)
    version = row.version
    with pytest.raises(DomainError, match="cannot be older") as refused:
        service.record_view(
            row,
            view="No",
            view_on=clock.today() - timedelta(days=1),
            taken_into_account="",
            actor=monitoring_officer,
        )
    assert refused.value.field == "view_on"
    with pytest.raises(DomainError, match="Record the view"):
        service.record_view(
            row, view=" ", view_on=clock.today(), taken_into_account="", actor=monitoring_officer
        )
    record_view(row, "Changed", monitoring_officer, version)
    with pytest.raises(Stale):
        record_view(row, "Mine", monitoring_officer, version)


def test_a_referral_stands_beside_the_decisions_and_keeps_the_reply(
    case: Case, monitoring_officer: Officer
) -> None:
    row = service.refer(
        case,
        to=ReferralTo.POLICE,
        referred_on=clock.today(),
        reason="A threat",
        their_reference="",
        actor=monitoring_officer,
    )
    assert (case.assessment, case.outcome) == (None, None)
    assert case.police_involved is YesNo.YES, "who asks for a removal asks them first"
    answer = {"their_reference": "CR/1", "actor": monitoring_officer}
    with pytest.raises(DomainError, match="Say when the reply came"):
        service.answer_referral(row, reply="No action", replied_on=None, **answer)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="Say what they replied"):
        service.answer_referral(row, reply=" ", replied_on=clock.today(), **answer)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="older than the referral"):
        service.answer_referral(
            row,
            reply="No action",
            replied_on=clock.today() - timedelta(days=1),
            **answer,  # type: ignore[arg-type]
        )
    version = row.version
    service.answer_referral(row, reply="No action", replied_on=clock.today(), version=version, **answer)  # type: ignore[arg-type]
    with pytest.raises(Stale):
        service.answer_referral(row, reply="", replied_on=None, version=version, **answer)  # type: ignore[arg-type]
    assert [(each.to, each.reply) for each in queries.referrals(case.id).all()] == [
        (ReferralTo.POLICE, "No action")
    ]
