"""Allegations rest on obligations of the Code in force when the conduct happened."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service
from casework.cases.models import Allegation, AllegationClause, Case, ClauseMark
from casework.cases.queries import allegations_of, get_visible_allegation, governing_codes
from casework.cases.searchable import ALLEGATION, SOURCES
from casework.cases.workflow import Capacity, ConductKind, ExpressionQuestion, FindingKind
from casework.codes.models import Clause, CodeVersion
from casework.database import db
from casework.errors import DomainError, NotFound, NotPossible, Stale
from casework.permissions import Role
from casework.search import queries as search
from tests.support.case_factories import make_case, make_councillor
from tests.support.code_factories import (
    POSTED,
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


@pytest.fixture
def library(app: Flask) -> tuple[CodeVersion, CodeVersion]:
    return load_codes()


@pytest.fixture
def case(library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer) -> Case:
    return make_dated_case(monitoring_officer)


def allege(
    case: Case, actor: Officer, version: CodeVersion, *references: str, **values: object
) -> Allegation:
    given = {"conduct": conduct_of(case), "subject": subject_of(case), "paragraph": "1.1"} | values
    clauses = [clause_id(version, reference) for reference in references]
    return service.make_allegation(case, actor=actor, clauses=clauses, **given)  # type: ignore[arg-type]


def references(allegation: Allegation) -> list[str]:
    return list(
        db.session.scalars(
            select(Clause.reference)
            .join(AllegationClause)
            .where(AllegationClause.allegation_id == allegation.id)
            .order_by(Clause.position)
        )
    )


def test_an_allegation_rests_on_the_code_in_force_on_the_day_of_the_conduct(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    old, old_members = library
    new = succeed(old, SECOND_FROM, actor=monitoring_officer)
    new_members = succeed(old_members, SECOND_FROM, actor=monitoring_officer)
    allegation = allege(case, monitoring_officer, new, "A1", "A2")
    assert (allegation.version_id, allegation.paragraph_version_id) == (new.id, new_members.id)
    assert allegation.version_reason == ""
    assert references(allegation) == ["A1", "A2"]
    with pytest.raises(DomainError, match="in force on the date of the conduct: adopted 2026") as refused:
        allege(case, monitoring_officer, old, "A1", paragraph="1.2")
    assert refused.value.field == "clauses"


@pytest.mark.parametrize(("reference", "kind"), [("G1", "guidance"), ("R2", "guidance")])
def test_guidance_grounds_no_allegation(
    case: Case,
    library: tuple[CodeVersion, CodeVersion],
    monitoring_officer: Officer,
    reference: str,
    kind: str,
) -> None:
    with pytest.raises(DomainError) as refused:
        allege(case, monitoring_officer, library[0], "A1", reference)
    assert "Only obligations can ground an allegation" in refused.value.message
    assert f"{reference} ({kind})" in refused.value.message


def test_a_member_safety_clause_grounds_no_allegation(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    safety = db.session.scalars(
        select(Clause.reference).where(Clause.version_id == library[0].id, Clause.kind == "member_safety")
    ).first()
    assert safety
    with pytest.raises(DomainError, match=rf"{safety} \(member safety\)"):
        allege(case, monitoring_officer, library[0], safety)


def test_an_allegation_names_at_least_one_clause_and_no_unknown_one(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    with pytest.raises(DomainError, match="at least one clause"):
        allege(case, monitoring_officer, library[0])
    with pytest.raises(DomainError, match="Choose clauses of the version in force"):
        service.make_allegation(
            case, actor=monitoring_officer, conduct=conduct_of(case), subject=None, clauses=[999_999]
        )


def test_an_unknown_date_leaves_the_version_to_the_officer_who_says_why(
    library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    case = make_dated_case(monitoring_officer, posted=None)
    with pytest.raises(DomainError, match="date of the conduct is not known") as refused:
        allege(case, monitoring_officer, library[0], "A1")
    assert refused.value.field == "version_id"
    with pytest.raises(DomainError, match="Say why this version applies") as refused:
        allege(case, monitoring_officer, library[0], "A1", version_id=library[0].id)
    assert refused.value.field == "version_reason"
    reason = "The screenshot names the June council meeting."
    allegation = allege(
        case, monitoring_officer, library[0], "A1", version_id=library[0].id, version_reason=f" {reason} "
    )
    assert (allegation.version_id, allegation.version_reason) == (library[0].id, reason)


def test_conduct_astride_two_versions_needs_a_choice_of_both_codes(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    new = succeed(library[0], SECOND_FROM, actor=monitoring_officer)
    succeed(library[1], SECOND_FROM, actor=monitoring_officer)
    service.add_post(case, actor=monitoring_officer, posted_from=date(2026, 4, 3))
    choice = {"version_id": new.id, "version_reason": "Most of the posts were made after it."}
    with pytest.raises(DomainError, match="More than one version of the Members’ Code") as refused:
        allege(case, monitoring_officer, new, "A1", **choice)
    assert refused.value.field == "paragraph"
    allegation = allege(case, monitoring_officer, new, "A1", **choice, paragraph_version_id=library[1].id)
    assert (allegation.version_id, allegation.paragraph_version_id) == (new.id, library[1].id)


def test_conduct_before_any_code_grounds_nothing(
    library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    case = make_dated_case(monitoring_officer, posted=date(2024, 4, 30))
    with pytest.raises(DomainError, match="No published version"):
        allege(case, monitoring_officer, library[0], "A1")


def test_a_post_taken_out_of_the_record_does_not_date_the_conduct(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    undated = service.add_post(case, actor=monitoring_officer, words="No date")
    assert governing_codes(conduct_of(case), None).social_media.version is None
    service.take_out_post(undated, "Recorded twice", actor=monitoring_officer)
    assert governing_codes(conduct_of(case), None).social_media.version == library[0]


def test_an_act_without_a_post_is_dated_by_its_own_days(
    library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    case = make_dated_case(monitoring_officer)
    act = service.add_conduct(
        case, actor=monitoring_officer, kind=ConductKind.DELETING, from_day=POSTED, to_day=POSTED
    )
    allegation = allege(case, monitoring_officer, library[0], "A1", conduct=act, subject=None)
    assert (allegation.subject_id, allegation.version_id) == (None, library[0].id)


def test_another_authoritys_code_does_not_bind_the_councillor(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    stranger = make_councillor("Sam Stranger", authority="Elsewhere District Council")
    subject = service.add_subject(
        case, stranger, actor=monitoring_officer, authority_id=authority_of(stranger)
    )
    with pytest.raises(DomainError, match="No published version"):
        allege(case, monitoring_officer, library[0], "A1", subject=subject)


def test_a_paragraph_must_be_one_of_the_members_code(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    with pytest.raises(DomainError, match=r"has no paragraph 99\.9") as refused:
        allege(case, monitoring_officer, library[0], "A1", paragraph="99.9")
    assert refused.value.field == "paragraph"
    later = allege(case, monitoring_officer, library[0], "A1", paragraph="")
    assert later.paragraph_version_id is None


def test_the_same_allegation_is_not_made_twice(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    first = allege(case, monitoring_officer, library[0], "A1")
    with pytest.raises(NotPossible, match="already"):
        allege(case, monitoring_officer, library[0], "A2")
    other = allege(case, monitoring_officer, library[0], "A2", paragraph="1.2")
    with pytest.raises(NotPossible, match="already"):
        change(other, monitoring_officer, library[0], "A2", paragraph="1.1")
    service.withdraw_allegation(first, "Made in error", actor=monitoring_officer)
    allege(case, monitoring_officer, library[0], "A1")


def test_a_councillor_or_conduct_of_another_case_is_refused(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    other = make_case(monitoring_officer, councillor=make_councillor("Al Other"))
    for mixed in ({"subject": subject_of(other)}, {"conduct": conduct_of(other)}):
        with pytest.raises(DomainError, match="belongs to another case"):
            allege(case, monitoring_officer, library[0], "A1", **mixed)


def test_a_councillor_found_not_concerned_faces_no_allegation(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    service.remove_subject(subject_of(case), "Another person of that name", actor=monitoring_officer)
    with pytest.raises(DomainError, match="not to be concerned"):
        allege(case, monitoring_officer, library[0], "A1")


def change(
    allegation: Allegation, actor: Officer, code: CodeVersion, *references: str, **values: object
) -> None:
    given = {"paragraph": "1.1", "gist": "That he called a resident a liar."} | values
    clauses = [clause_id(code, reference) for reference in references]
    service.change_allegation(allegation, actor=actor, clauses=clauses, **given)  # type: ignore[arg-type]


def test_a_change_of_clauses_is_recorded_and_counted(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    version = allegation.version
    change(allegation, monitoring_officer, library[0], "A2", "A3", version=version)
    assert references(allegation) == ["A2", "A3"]
    assert allegation.version == version + 1
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event is not None
    assert (event.verb, event.fields) == (Verb.ALLEGATION_CHANGED, ["clauses"])


def test_of_two_officers_who_change_the_clauses_the_second_sees_both_texts(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    shown = allegation.version
    change(allegation, monitoring_officer, library[0], "A1", "A3", version=shown)
    with pytest.raises(Stale) as refused:
        change(allegation, monitoring_officer, library[0], "A2", version=shown)
    assert refused.value.theirs == {"Clauses": "A1, A3"}
    assert refused.value.yours == {"Clauses": "A2"}


def test_nothing_changed_is_nothing_recorded(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    before = db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1))
    change(allegation, monitoring_officer, library[0], "A1")
    assert db.session.scalar(select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(1)) == before


def test_a_corrected_date_moves_the_allegation_to_the_code_then_in_force(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    new = succeed(library[0], date(2026, 6, 1), actor=monitoring_officer)
    assert not governing_codes(conduct_of(case), None).binds(allegation)
    with pytest.raises(DomainError, match="adopted 2026"):
        change(allegation, monitoring_officer, library[0], "A1")
    change(allegation, monitoring_officer, new, "A1")
    assert allegation.version_id == new.id
    assert governing_codes(conduct_of(case), None).binds(allegation)


def test_a_choice_of_version_stays_when_the_rest_is_changed(
    library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    case = make_dated_case(monitoring_officer, posted=None)
    allegation = allege(
        case, monitoring_officer, library[0], "A1", version_id=library[0].id, version_reason="Its words"
    )
    change(allegation, monitoring_officer, library[0], "A2")
    assert (allegation.version_id, allegation.version_reason) == (library[0].id, "Its words")


def test_capacity_is_answered_with_reasons_and_the_answer_can_be_taken_back(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    with pytest.raises(DomainError) as refused:
        service.answer_capacity(allegation, Capacity.ARGUABLE, " ", actor=monitoring_officer)
    assert refused.value.field == "capacity_reasons"
    service.answer_capacity(allegation, Capacity.ARGUABLE, "A mixed account", actor=monitoring_officer)
    assert allegation.capacity is Capacity.ARGUABLE
    service.answer_capacity(allegation, Capacity.NOT_CONSIDERED, "", actor=monitoring_officer)
    assert (allegation.capacity, allegation.capacity_reasons) == (Capacity.NOT_CONSIDERED, "")


def test_the_questions_of_article_10_are_kept_one_by_one(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    shown = allegation.version
    answers = {ExpressionQuestion.ABUSE: " None ", ExpressionQuestion.BASIS: "  "}
    service.answer_expression(allegation, answers, actor=monitoring_officer, version=shown)
    assert allegation.expression == {"abuse": "None"}
    with pytest.raises(Stale):
        service.answer_expression(
            allegation, {ExpressionQuestion.ABUSE: "Much"}, actor=monitoring_officer, version=shown
        )


def test_a_withdrawn_allegation_stays_on_the_record_and_is_done_with(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    with pytest.raises(DomainError, match="Say why"):
        service.withdraw_allegation(allegation, " ", actor=monitoring_officer)
    service.withdraw_allegation(allegation, "Not this member’s account", actor=monitoring_officer)
    assert [row.withdrawn_reason for row in allegations_of(case.id)] == ["Not this member’s account"]
    with pytest.raises(NotPossible, match="withdrawn"):
        prepare_finding(allegation, actor=monitoring_officer)


def test_a_closed_cases_allegations_stay_as_they_are(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    service.close_case(case, "Resolved", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="Reopen it before changing its allegations"):
        prepare_finding(allegation, actor=monitoring_officer)
    with pytest.raises(NotPossible, match="Reopen it before changing its allegations"):
        allege(case, monitoring_officer, library[0], "A2", paragraph="1.2")


def test_a_suggestion_is_accepted_or_set_aside_with_the_words_that_suggested_it(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    clause = db.session.get_one(Clause, clause_id(library[0], "A1"))
    service.mark_clause(case, clause, accepted=True, words=["liar"], actor=monitoring_officer)
    service.mark_clause(case, clause, accepted=False, words=["liar"], actor=monitoring_officer)
    mark = db.session.get_one(ClauseMark, (case.id, clause.id))
    assert (mark.accepted, mark.words) == (False, ["liar"])
    verbs = db.session.scalars(
        select(AuditEvent.verb).where(AuditEvent.case_id == case.id, AuditEvent.verb.like("clause.%"))
    ).all()
    assert sorted(verbs) == [Verb.CLAUSE_ACCEPTED, Verb.CLAUSE_SET_ASIDE]


def test_an_officer_behind_a_wall_finds_no_allegation(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    deputy = make_officer(Role.DEPUTY)
    assert get_visible_allegation(deputy, allegation.id).id == allegation.id
    service.raise_wall(case, deputy, "Is the complainant", actor=monitoring_officer)
    with pytest.raises(NotFound):
        get_visible_allegation(deputy, allegation.id)


def test_an_allegation_is_found_by_its_words_and_clauses(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    def found(words: str) -> list[int]:
        page = search.find(words, select(Case.id), kinds=[ALLEGATION])
        return [row.subject_id for row in page.rows]

    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    assert found("resident liar") == found("A1") == [allegation.id]
    change(allegation, monitoring_officer, library[0], "A2", gist="That he shouted.")
    assert found("shouted") == found("A2") == [allegation.id]
    assert found("liar") == found("A1") == []
    source = next(each for each in SOURCES if each.kind == ALLEGATION)
    assert source.last_case() == case.id
    assert [each.title for each in source.documents(range(case.id, case.id + 1))] == ["Allegation: A2"]
    assert not list(source.documents(range(1, case.id)))


def test_the_database_refuses_a_finding_without_what_it_rests_on(
    case: Case, library: tuple[CodeVersion, CodeVersion], monitoring_officer: Officer
) -> None:
    allegation = make_allegation(case, library[0], actor=monitoring_officer)
    bare = update(Allegation.__table__).where(Allegation.__table__.c.id == allegation.id)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError, match="finding_complete"):
        db.session.execute(bare.values(finding=FindingKind.BREACH))
