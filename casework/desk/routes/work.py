"""Where an officer starts."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires

bp = Blueprint("desk", __name__)


@bp.get("/")
@requires(Permission.ACCOUNT_OWN)
def my_work() -> ResponseReturnValue:
    """What needs me, overdue first."""
    return page("desk/my_work.html")
