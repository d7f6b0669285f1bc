"""Pages about Casework itself, which anybody may read: help, accessibility, privacy."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from casework.web.forms import page
from casework.web.guard import public

bp = Blueprint("about", __name__)


@bp.get("/help")
@public
def guidance() -> ResponseReturnValue:
    """Help by task, for each kind of user."""
    return page("about/help.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How far the pages meet the accessibility regulations of 2018."""
    return page("about/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What Casework keeps of the officer who uses it."""
    return page("about/privacy.html")
