"""The whole case for paper."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import panels, queries, service
from casework.cases.page import BESIDE, open_case, who
from casework.cases.routes.blueprint import bp
from casework.cases.timeline import timeline_of
from casework.cases.workflow import CapacityFact
from casework.permissions import Permission
from casework.web.guard import requires
from casework.words import YesNo


@bp.get("/cases/<int:case_id>/print")
@requires(Permission.CASE_VIEW_SOME)
def print_out(case_id: int) -> ResponseReturnValue:
    """Everything on the case, room by room. That it was taken to paper is recorded.

    Recorded before it is sent, and after it is drawn: a command lets go of all that was read before it. Everything
    that is a plain list is read in one SELECT.
    """
    officer = current_officer()
    case = open_case(case_id, *BESIDE)
    events, _ = timeline_of(officer, case_id, limit=None)
    own, lists = panels.lists_of(
        case_id,
        {
            "complaints": queries.complaints(case_id),
            "conducts": queries.conducts(case_id),
            "assignments": queries.assignments(case_id),
            "actions": queries.actions(case_id),
            "notes": queries.notes(case_id),
            "links": queries.links(officer, case_id),
        },
    )
    parts = [panel.printed(officer, case, lists[panel.key]) for panel in panels.installed()]
    drawn = render_template(
        "cases/print.html",
        case=case,
        who=who(case),
        officer=officer,
        moment=clock.now(),
        **own,
        linked=queries.as_seen_from(case_id, own["links"]),
        events=events,
        parts=[part for part in parts if part],
        facts=CapacityFact,
        answers=YesNo.choices(),
    )
    service.record_print(case, actor=officer)
    return drawn


@bp.get("/cases/<int:case_id>/print.css")
@requires(Permission.CASE_VIEW_SOME)
def print_style(case_id: int) -> ResponseReturnValue:
    """Puts the case's name at the foot of every sheet: a style's own text is the only one that a margin takes."""
    case = queries.get_visible(current_officer(), case_id)
    name = case.name.replace("\\", r"\\").replace('"', r"\"")
    foot = f'content: "{name}"; font: bold 9pt Arial, Helvetica, sans-serif;'
    return Response(f"@page marked {{ @bottom-left {{ {foot} }} }}\n", mimetype="text/css")
