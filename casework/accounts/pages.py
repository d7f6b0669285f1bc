"""Pages about accounts: one's own, everybody's, and the table of roles."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from casework.permissions import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission, Role
from casework.web.forms import page
from casework.web.guard import requires

bp = Blueprint("account_pages", __name__)


@bp.get("/accounts/roles")
@requires(Permission.ROLES_VIEW)
def roles() -> ResponseReturnValue:
    """What each role may do: the very table that the software obeys."""
    return page("accounts/roles.html", roles=list(Role), labels=PERMISSION_LABELS, granted=ROLE_PERMISSIONS)
