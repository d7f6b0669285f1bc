"""What a case still wants: what is due, what is missing, what nobody has answered. Each entry leads to its mend."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from flask import url_for

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import panels
from casework.cases.deadlines import Due, DueKind, as_seen
from casework.cases.models import Case, Complaint, Post, SubjectMember
from casework.cases.namesakes import Namesake
from casework.cases.panels import Figures, ToDo
from casework.cases.workflow import UNFINISHED, CaseStatus, Confidentiality, Nature
from casework.clock import long_date
from casework.permissions import Permission, can

MOST_POSTS = 3  # beyond that, one line stands for all


def to_do(
    case: Case,
    due: Iterable[Due],
    complaints: Sequence[Complaint],
    posts: Sequence[Post],
    figures: dict[str, Figures],
    namesakes: Iterable[Namesake] = (),
) -> list[ToDo]:
    """Return everything that is due, by day, then everything that is unanswered. Nothing once a case is shut."""
    if case.status not in UNFINISHED:
        return []
    decides = can(current_officer(), Permission.CASE_DECIDE)
    asked = [each for panel in panels.installed() for each in panel.to_do(case, figures[panel.key])]
    last_steps = {each.instead_of: each for each in asked if each.instead_of and len(complaints) == 1}
    found = []
    for item in as_seen(due, clock.today(), decides=decides):
        step = last_steps.pop(item.kind, None)
        if step:
            asked.remove(step)
        found.append(replace(step, on=item.on) if step else _due(case, item, complaints))
    found += [_of_namesake(case, each) for each in namesakes]
    found += _of_complaints(case, complaints)
    found += _of_case(case)
    for subject in case.subjects:
        if not subject.removed_reason:
            found += _of_subject(case, subject)
    found += _of_posts(case, posts)
    found += asked
    return sorted(found, key=lambda item: item.on or date.max)


def _due(case: Case, due: Due, complaints: Sequence[Complaint]) -> ToDo:
    href = {
        DueKind.REGISTER: panels.url_of("intake", case),
        DueKind.ACKNOWLEDGE: panels.url_of("letters", case),
        DueKind.ASSESS: panels.url_of("decisions", case),
        DueKind.UPDATE: url_for("cases.edit_dates", case_id=case.id),
        DueKind.ACTION: url_for("cases.actions", case_id=case.id),
        DueKind.EXPOSURE: url_for("cases.exposure", case_id=case.id),
        DueKind.AWARENESS: url_for("cases.exposure", case_id=case.id),
    }[due.kind]
    waiting = [each for each in complaints if each.waits_for_acknowledgement]
    if due.kind is not DueKind.ACKNOWLEDGE or len(complaints) == 1:
        return ToDo(due.words, href, due.on)
    names = ", ".join(each.complainant_name or each.category.label for each in waiting)
    return ToDo(due.words, href, due.on, detail=f"Still to be told that it came: {names}.")


def _of_namesake(case: Case, namesake: Namesake) -> ToDo:
    """Whoever works on the case can keep that officer from it; that it is somebody else is for a decider to say."""
    text = f"Say whether the officer {namesake.officer.name} is {namesake.whose}"
    asked = (
        ""
        if can(current_officer(), Permission.CASE_ASSIGN)
        else " If not, ask the Monitoring Officer or a deputy."
    )
    detail = f"If so, they must not see the case.{asked}"
    return ToDo(text, url_for("cases.people", case_id=case.id), detail=detail)


def _of_complaints(case: Case, complaints: Sequence[Complaint]) -> list[ToDo]:
    standing = [complaint for complaint in complaints if complaint.withdrawn_on is None]
    begun = [
        ToDo(
            f"Say how the complaint came from {complaint.complainant_name or complaint.category.label.lower()}",
            url_for("cases.edit_complaint", case_id=complaint.case_id, complaint_id=complaint.id),
            detail="And whether they ask that their name be kept from the member.",
        )
        for complaint in standing
        if complaint.only_begun
    ]
    return begun + [
        ToDo(
            "Decide on confidentiality",
            url_for("cases.confidentiality", case_id=complaint.case_id, complaint_id=complaint.id),
            detail=f"The member was told on {long_date(case.member_told_on)}: find out whether they know the name."
            if case.member_told_on
            else "Before the member is told.",
        )
        for complaint in standing
        if complaint.confidentiality is Confidentiality.UNDECIDED
    ]


def _of_case(case: Case) -> list[ToDo]:
    details, dates = (
        url_for("cases.edit_details", case_id=case.id),
        url_for("cases.edit_dates", case_id=case.id),
    )
    wanting = [
        ("Name the councillor", url_for("cases.add_subject", case_id=case.id), not _named(case)),
        ("Say what the case is about", details, case.nature is Nature.NOT_SORTED),
        ("Tell the member", dates, _to_be_told(case)),
        (
            "Say when the next update is due",
            dates,
            case.status is CaseStatus.OPEN and not case.next_update_on,
        ),
        ("Say whether the police are involved", details, "police_involved" not in case.answered),
        (
            "Say whether personal or confidential data was exposed",
            details,
            "personal_data_exposed" not in case.answered,
        ),
    ]
    return [ToDo(text, href) for text, href, wanted in wanting if wanted]


def _named(case: Case) -> bool:
    return any(not subject.removed_reason for subject in case.subjects)


def _to_be_told(case: Case) -> bool:
    return case.status is CaseStatus.OPEN and case.member_told_on is None and _named(case)


def _of_subject(case: Case, subject: SubjectMember) -> list[ToDo]:
    found = []
    name = subject.councillor.name
    if subject.office_id is None and "office_id" not in subject.answered:
        found.append(
            ToDo(
                f"Say in which office {name} acted",
                url_for("cases.edit_subject", case_id=case.id, subject_id=subject.id),
            )
        )
    if not subject.capacity_facts:
        found.append(
            ToDo(
                f"Record the facts about capacity for {name}",
                url_for("cases.capacity", case_id=case.id, subject_id=subject.id),
            )
        )
    return found


def _of_posts(case: Case, posts: Sequence[Post]) -> list[ToDo]:
    """Return a line for each post that is not complete; one for all where they would push the rest out of sight."""
    wanting = [(number, post, gaps_of(post)) for number, post in enumerate(posts, 1)]
    wanting = [each for each in wanting if each[2]]
    if len(wanting) > MOST_POSTS:
        gaps = dict.fromkeys(gap for _, _, found in wanting for gap in found)
        return [
            ToDo(
                f"Complete {len(wanting)} posts",
                url_for("cases.posts", case_id=case.id),
                detail=f"Not recorded on one or more: {', '.join(gaps)}.",
            )
        ]
    return [
        ToDo(
            f"Complete post {number}",
            url_for("cases.edit_post", case_id=case.id, post_id=post.id),
            detail=f"Not recorded: {', '.join(gaps)}.",
        )
        for number, post, gaps in wanting
    ]


def gaps_of(post: Post) -> list[str]:
    """Return what nobody has recorded of a post yet, in words; nothing of one that was taken out of the record."""
    if post.taken_out_reason:
        return []
    return [
        words
        for words, wanted in (
            ("platform", post.platform is None),
            ("when it was posted", not (post.posted_from or post.posted_to or post.posted_displayed)),
            ("what it says", not post.words),
            ("how it is tied to the member", "attribution" not in post.answered),
            ("whether it is still there", "live" not in post.answered),
        )
        if wanted
    ]
