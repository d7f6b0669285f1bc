"""The sections of a case that are for reading: overview, posts and evidence, timeline."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import panels, queries
from casework.cases.deadlines import hours_left
from casework.cases.page import BESIDE, case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.cases.service import reckon
from casework.cases.timeline import KINDS, timeline_of
from casework.cases.to_do import gaps_of, to_do
from casework.cases.workflow import actions_from
from casework.council import queries as council
from casework.permissions import Permission
from casework.web.guard import requires
from casework.web.requests import row_number
from casework.working_days import in_words


@bp.get("/cases/<int:case_id>")
@requires(Permission.CASE_VIEW_SOME)
def show(case_id: int) -> ResponseReturnValue:
    """The overview: what the case is, where it stands, and what it still wants."""
    case = open_case(case_id, *BESIDE)
    closures = council.closures()
    complaints = queries.complaints_of(case_id)
    due = reckon(case, queries.unfinished_actions(case_id), case.exposure, closures)
    return case_page(
        "cases/show.html",
        case,
        "overview",
        closures=closures,
        due=due,
        words={item.on: in_words(item.on, clock.today(), closures) for item in due},
        complaints=complaints,
        namesakes=queries.namesakes_of(case, complaints, case.subjects),
        posts=queries.posts_of(case_id),
        panels=panels.installed(),
        actions_on_case=actions_from(case.status),
        hours=hours_left(case.exposure.aware_at, clock.now()) if case.exposure else None,
        to_do_of=to_do,
    )


@bp.get("/cases/<int:case_id>/posts")
@requires(Permission.CASE_VIEW_SOME)
def posts(case_id: int) -> ResponseReturnValue:
    """What was published or done, and below it what the evidence shows."""
    case = open_case(case_id)
    beside = [panel.beside_posts(current_officer(), case) for panel in panels.installed()]
    return case_page(
        "cases/posts.html",
        case,
        "posts",
        conducts=queries.conducts_of(case_id),
        gaps_of=gaps_of,
        beside=[part for part in beside if part],
    )


@bp.get("/cases/<int:case_id>/timeline")
@requires(Permission.CASE_VIEW_SOME)
def timeline(case_id: int) -> ResponseReturnValue:
    """Everything that was done on the case, newest first, in sentences."""
    case = open_case(case_id)
    before, kind = request.args.get("before", type=row_number), request.args.get("kind", "")
    events, further = timeline_of(current_officer(), case_id, before=before, kind=kind)
    return case_page(
        "cases/timeline.html",
        case,
        "timeline",
        events=events,
        further=url_for(".timeline", case_id=case_id, before=further, kind=kind or None) if further else None,
        later=before is not None,
        kind=kind if kind in KINDS else "",
        kinds=KINDS,
    )
