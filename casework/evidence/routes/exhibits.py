"""One exhibit: its page and its pictures."""

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from casework.accounts.identity import current_officer
from casework.evidence import queries, service
from casework.evidence.models import Exhibit
from casework.evidence.receipts import visible
from casework.evidence.routes.blueprint import bp
from casework.evidence.service import PREVIEW, THUMBNAIL
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/exhibits/<int:exhibit_id>")
@requires(Permission.CASE_VIEW_SOME)
def show(exhibit_id: int) -> ResponseReturnValue:
    """What an exhibit is, what was said of it, and what has happened to it."""
    exhibit = queries.get_visible(
        current_officer(), exhibit_id, joinedload(Exhibit.case), joinedload(Exhibit.received_by)
    )
    return page("evidence/exhibit.html", exhibit=exhibit, visible=visible)


@bp.get("/exhibits/<int:exhibit_id>/preview.png")
@requires(Permission.CASE_VIEW_SOME)
def preview(exhibit_id: int) -> ResponseReturnValue:
    """The picture of an exhibit, drawn anew from its pixels."""
    return _picture(exhibit_id, PREVIEW)


@bp.get("/exhibits/<int:exhibit_id>/thumbnail.png")
@requires(Permission.CASE_VIEW_SOME)
def thumbnail(exhibit_id: int) -> ResponseReturnValue:
    """The small picture of an exhibit."""
    return _picture(exhibit_id, THUMBNAIL)


def _picture(exhibit_id: int, kind: str) -> ResponseReturnValue:
    exhibit = queries.get_visible(current_officer(), exhibit_id)
    with service.open_picture(exhibit, kind) as picture:
        return Response(picture.read(), mimetype="image/png")
