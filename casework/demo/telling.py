"""How one story is told: what the office did about it, and when."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from textwrap import shorten

from sqlalchemy import select

from casework import clock
from casework.cases import queries as case_queries
from casework.cases import service as cases
from casework.cases.models import Allegation, Case, Conduct, Post, SubjectMember
from casework.cases.workflow import (
    AssessmentKind,
    AssignmentKind,
    Attribution,
    Audience,
    Capacity,
    CapacityFact,
    Channel,
    ComplainantCategory,
    Confidentiality,
    ExpressionQuestion,
    FindingKind,
    Live,
    OutcomeKind,
    PostKind,
)
from casework.codes import queries as codes
from casework.correspondence import service as letters
from casework.database import db
from casework.demo.asking import ask, ask_again
from casework.demo.cast import Cast, hold
from casework.demo.proving import prove
from casework.demo.stories import Story
from casework.evidence import service as evidence
from casework.evidence.workflow import CapturedBy
from casework.procedure import service as procedure
from casework.procedure.workflow import ConsultationKind
from casework.words import YesNo

COMPLAINANTS = {
    ComplainantCategory.PUBLIC: [
        "Wren Ashby",
        "Olive Tarrant",
        "Rowan Pike",
        "Hazel Dunmore",
        "Linden Fross",
    ],
    ComplainantCategory.COUNCILLOR: ["Ada Fernsby", "Clementine Rook"],
    ComplainantCategory.OFFICER: ["Perrin Vale", "Sorrel Hythe"],
    ComplainantCategory.CLERK: ["Bryony Oakes"],
    ComplainantCategory.MONITORING_OFFICER: ["Morgan Ashdown"],
    ComplainantCategory.ANONYMOUS: [""],
}
ANSWERS = {
    ExpressionQuestion.POLITICAL: "Yes: it touches council business, so it has the higher protection.",
    ExpressionQuestion.TARGET: "A named person, not an institution.",
    ExpressionQuestion.FACT_OR_OPINION: "Partly fact: it says that something was done.",
    ExpressionQuestion.BASIS: "None was given when asked for.",
    ExpressionQuestion.ABUSE: "The last sentence is personal and adds nothing to the argument.",
    ExpressionQuestion.MANNER: "Once, in public, late at night; not repeated since.",
    ExpressionQuestion.LESS_INTRUSIVE: "Advice was offered first.",
    ExpressionQuestion.JUSTIFIED: "Yes, narrowly: it is confined to the personal part.",
}
FINDINGS = {
    OutcomeKind.BREACH: FindingKind.BREACH,
    OutcomeKind.NO_BREACH: FindingKind.NO_BREACH,
    OutcomeKind.NO_DETERMINATION: FindingKind.NOT_DETERMINED,
}


def tell(story: Story, cast: Cast) -> Iterator[datetime]:
    """Tell one story, yielding the moment of each next step. What would happen in the future is left out."""
    received = clock.today() - timedelta(days=story.days_ago)
    day = _working_hours(received + timedelta(days=story.late_by), story.days_ago)
    yield day
    case, post, subjects = _log(story, cast, received)
    if story.draft:
        return
    if story.discarded:
        yield day + timedelta(days=1)
        cases.discard_case(case, "Sent to the wrong council.", actor=cast.standards)
        return
    case = cases.register_case(case, actor=cast.standards, pictured=True)
    cast.cases.append(case.id)
    if story.merged_with_previous:
        yield day + timedelta(days=1)
        target = case_queries.get_visible(cast.mo, cast.cases[-2])
        cases.merge_into(case, target, "The same post, reported again.", actor=cast.mo)
        return
    for step in _steps(story, cast, case, post, subjects):
        day += step
        if day > cast.present:
            return
        yield day


def _log(story: Story, cast: Cast, received: date) -> tuple[Case, Post, list[SubjectMember]]:
    """Log the matter as an officer would, from the screenshot on."""
    officer = cast.standards
    case = cases.draft_case(actor=officer, received_on=received)
    _hear_of_it(story, cast, case, received)
    post = _record_post(story, cast, case, received)
    subjects = [
        cases.add_subject(case, cast.councillors[key], actor=officer, office_id=cast.seats[key])
        for key in story.councillors
    ]
    if subjects:
        cases.change_post(
            post, actor=officer, subject_id=subjects[0].id, attribution=Attribution.KNOWN_ACCOUNT
        )
    for subject in subjects:
        facts = {CapacityFact.TITLE_SHOWN: YesNo.YES, CapacityFact.COUNCIL_BUSINESS: YesNo.NOT_KNOWN}
        cases.record_capacity_facts(subject, facts, "", actor=officer)
    _keep_picture(story, cast, case, post, received)
    cases.change_case(
        case, actor=officer, nature=story.nature, member_not_identified=not subjects,
        personal_data_exposed=YesNo.YES if story.exposed else YesNo.NO,
    )  # fmt: skip
    if story.exposed:
        cases.record_exposure(
            case,
            actor=officer,
            what="An address in a public post",
            aware_at=clock.now(),
            officer_told_at=clock.now() if story.days_ago > 60 else None,
        )
    if story.walled:
        cases.raise_wall(case, cast.officers[story.walled], "A neighbour of the complainant.", actor=cast.mo)
    return case, post, subjects


def _hear_of_it(story: Story, cast: Cast, case: Case, received: date) -> None:
    """Record who told the office."""
    for number, category in enumerate(story.by):
        names = COMPLAINANTS[category]
        name = names[(story.days_ago + number) % len(names)]
        cases.add_complaint(
            case,
            actor=cast.standards,
            asks_confidentiality=story.confidential and number == 0,
            received_on=received,
            channel=list(Channel)[(story.days_ago + number) % 4],
            category=category,
            complainant_name=name,
            complainant_contact=f"{name.lower().replace(' ', '.')}@example.test" if name else "",
            wants="For the post to come down, and an apology.",
        )


def _keep_picture(story: Story, cast: Cast, case: Case, post: Post, received: date) -> None:
    exhibit = hold(story, cast, case.id)
    words = shorten(story.words, 60, placeholder="…")
    evidence.describe(
        exhibit,
        actor=cast.standards,
        posts=[post.id],
        title=f"Screenshot of the post: “{words}”",
        captured_by=CapturedBy.COMPLAINANT,
        obtained_on=received,
        seen_live=YesNo.YES if story.removal else YesNo.NO,
    )


def _record_post(story: Story, cast: Cast, case: Case, received: date) -> Post:
    account = cast.accounts[story.councillors[0]] if story.councillors else None
    posted = received - timedelta(days=1)
    return cases.add_post(
        case,
        actor=cast.standards,
        platform=story.platform,
        kind=PostKind.LEFT_STANDING if "still up" in story.words else PostKind.POST,
        address=f"https://{story.platform.value}.example/posts/{case.id:05d}",
        handle=account.handle if account else "",
        display_name=account.handle.lstrip("@") if account else "",
        words=story.words,
        posted_displayed="1d",
        posted_from=posted,
        posted_to=posted,
        audience=Audience.PUBLIC,
        live=Live.YES,
    )


def _steps(
    story: Story, cast: Cast, case: Case, post: Post, subjects: list[SubjectMember]
) -> Iterator[timedelta]:
    """Go through what follows registration; each yield is how long the office took."""
    cases.add_note(case, "Copy held. The post was public when we looked.", actor=cast.standards)
    allegations = _allege(story, cast, case, subjects)
    yield timedelta(days=2)
    _acknowledge(case, cast)
    yield timedelta(days=1)
    _decide_confidentiality(cast, case)
    if subjects:
        cases.change_case(case, actor=cast.standards, member_told_on=clock.today())
    yield from ask(story, cast, case, post)
    if story.assessment is None:
        cases.add_action(case, actor=cast.standards, what="Ask the member for comments", officer_id=cast.standards.id,
                         due_on=_soon(story, cast))  # fmt: skip
        return
    yield timedelta(days=9)
    for allegation in allegations:
        cases.answer_capacity(
            allegation,
            Capacity.ARGUABLE if story.assessment is AssessmentKind.INVESTIGATE and not story.outcome
            else Capacity.IMPRESSION,
            "The profile says “councillor” and the subject is council business.",
            actor=cast.mo,
        )  # fmt: skip
    procedure.decide_assessment(
        case,
        story.assessment,
        reasons="The tests of the arrangements were applied; see the assessment sheet.",
        decision_maker="Monitoring Officer, having consulted an Independent Person",
        decided_on=clock.today(),
        actor=cast.mo,
    )
    yield from _conclude(story, cast, case, allegations)
    yield from ask_again(story, cast, case, post)


def _conclude(story: Story, cast: Cast, case: Case, allegations: list[Allegation]) -> Iterator[timedelta]:
    if story.consulted:
        yield timedelta(days=3)
        _consult(cast, case)
    if story.assessment is AssessmentKind.INVESTIGATE:
        cases.assign(case, cast.officers["investigator"], AssignmentKind.INVESTIGATOR, actor=cast.mo)
    if story.proved:
        yield from prove(cast, case)
    if story.outcome is None:
        cases.add_action(case, actor=cast.mo, what="Report to the Independent Person on progress",
                         officer_id=cast.mo.id, due_on=_soon(story, cast))  # fmt: skip
        return
    yield timedelta(days=30 if story.assessment is AssessmentKind.INVESTIGATE else 10)
    if story.assessment is AssessmentKind.INVESTIGATE:
        for allegation in allegations:
            _find(story, cast, allegation)
    procedure.decide_outcome(
        case,
        story.outcome,
        reasons="See the findings." if allegations else "Nothing fell to be decided.",
        decision_maker="Standards Sub-Committee"
        if story.outcome is OutcomeKind.BREACH
        else "Monitoring Officer",
        decided_on=clock.today(),
        actor=cast.mo,
    )
    yield timedelta(days=4)
    cases.close_case(case, "All letters sent; nothing is outstanding.", actor=cast.mo)
    if story.reopened:
        yield timedelta(days=20)
        cases.reopen_case(case, "The complainant sent a further post.", actor=cast.mo)


def _allege(story: Story, cast: Cast, case: Case, subjects: list[SubjectMember]) -> list[Allegation]:
    if not story.clauses or not subjects:
        return []
    conduct = db.session.scalars(select(Conduct).where(Conduct.case_id == case.id)).one()
    governing = case_queries.governing_codes(conduct, subjects[0].authority_id)
    version = governing.social_media.version
    clauses = [
        clause.id
        for clause in (codes.clauses_of(version.id) if version else [])
        if clause.reference in story.clauses and clause.kind.grounds_allegation
    ]
    if not clauses:
        return []
    return [
        cases.make_allegation(
            case,
            actor=cast.standards,
            conduct=conduct,
            subject=subject,
            clauses=clauses,
            paragraph=story.paragraph,
            gist="That the post did what the clauses say must not be done.",
        )
        for subject in subjects
    ]


def _acknowledge(case: Case, cast: Cast) -> None:
    for complaint in case_queries.open_complaints(case.id):
        if complaint.complainant_contact and complaint.can_be_acknowledged:
            letter = letters.prepare_acknowledgement(case, complaint, actor=cast.standards)
            letters.mark_sent(letter, sent_on=clock.today(), sent_how="By e-mail", actor=cast.standards)


def _decide_confidentiality(cast: Cast, case: Case) -> None:
    for complaint in case_queries.open_complaints(case.id):
        if complaint.confidentiality is Confidentiality.UNDECIDED:
            cases.decide_confidentiality(
                complaint,
                Confidentiality.GRANTED,
                "They work with the member and fear reprisal; the post can be judged without them.",
                actor=cast.mo,
            )


def _consult(cast: Cast, case: Case) -> None:
    cases.assign(case, cast.officers["person"], AssignmentKind.INDEPENDENT_PERSON, actor=cast.mo)
    consultation = procedure.consult(
        case,
        kind=ConsultationKind.STATUTORY,
        person="Piers Holloway",
        asked_on=clock.today(),
        material="The complaint, the exhibits and the member's comments",
        actor=cast.mo,
    )
    procedure.record_view(
        consultation,
        view="The personal part goes further than robust debate; the rest does not.",
        view_on=clock.today(),
        taken_into_account="Accepted: the finding is confined to the personal part.",
        actor=cast.mo,
    )


def _find(story: Story, cast: Cast, allegation: Allegation) -> None:
    if story.outcome is None:
        return
    cases.answer_expression(allegation, ANSWERS, actor=cast.mo)
    procedure.record_finding(
        allegation,
        FINDINGS.get(story.outcome, FindingKind.NOT_DETERMINED),
        reasons="The words speak for themselves, read with the member's comments.",
        decision_maker="Standards Sub-Committee",
        authority_to_decide="Arrangements adopted by the council, paragraph 9",
        minute_reference=f"Minute {allegation.id}",
        found_on=clock.today(),
        actor=cast.mo,
    )


def _soon(story: Story, cast: Cast) -> date:
    """Return a day about the present: some of the office's actions are a little late, as in any office."""
    return clock.london_date(cast.present) + timedelta(days=story.days_ago % 17 - 3)


def _working_hours(day: date, minute: int) -> datetime:
    return clock.from_london(datetime.combine(day, time(9 + minute % 8, minute % 60)))
