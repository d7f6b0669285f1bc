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

    Recorded before it is drawn. A fixed number of SELECTs, but more than another page: it holds every section.
    """
    officer = current_officer()
    service.record_print(queries.get_visible(officer, case_id), actor=officer)
    case = open_case(case_id, *BESIDE)
    events, _ = timeline_of(officer, case_id, limit=None)
    parts = [panel.printed(officer, case) for panel in panels.installed()]
    return render_template(
        "cases/print.html",
        case=case,
        who=who(case),
        officer=officer,
        moment=clock.now(),
        complaints=queries.complaints_of(case_id),
        conducts=queries.conducts_of(case_id),
        assignments=queries.assignments_of(case_id),
        actions=queries.actions_of(case_id),
        notes=queries.notes_of(case_id),
        linked=queries.links_of(officer, case_id),
        events=events,
        parts=[part for part in parts if part],
        facts=CapacityFact,
        answers=YesNo.choices(),
    )


@bp.get("/cases/<int:case_id>/print.css")
@requires(Permission.CASE_VIEW_SOME)
def print_style(case_id: int) -> ResponseReturnValue:
    """Puts the case's name at the foot of every sheet: a style's own text is the only one that a margin takes."""
    case = queries.get_visible(current_officer(), case_id)
    name = case.name.replace("\\", r"\\").replace('"', r"\"")
    foot = f'content: "{name}"; font: bold 9pt Arial, Helvetica, sans-serif;'
    return Response(f"@page marked {{ @bottom-left {{ {foot} }} }}\n", mimetype="text/css")
