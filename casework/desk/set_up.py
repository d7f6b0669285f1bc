"""The page that leads a new installation through its council, officers, councillors and Codes."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.accounts import queries as accounts
from casework.accounts import service as account_service
from casework.accounts.identity import current_officer
from casework.codes.models import Code, CodeVersion
from casework.codes.workflow import CodeFamily, VersionStatus
from casework.council import queries as council
from casework.database import db
from casework.errors import NotPossible
from casework.members import queries as members
from casework.permissions import ROLE_PERMISSIONS, Permission, Role
from casework.web.forms import page
from casework.web.guard import requires

bp = Blueprint("set_up", __name__)


@dataclass(frozen=True)
class Step:
    """One thing to set up: where, by whom, and how the data shows that it is done."""

    text: str
    hint: str
    path: str
    permission: Permission
    is_done: Callable[[], bool]

    @property
    def doers(self) -> str:
        """The roles that may do it, in words."""
        labels = [role.label for role in Role if self.permission in ROLE_PERMISSIONS[role]]
        return " or ".join([", ".join(labels[:-1]), labels[-1]] if labels[:-1] else labels)


def _published(family: CodeFamily) -> bool:
    query = (
        select(CodeVersion.id)
        .join(CodeVersion.code)
        .where(Code.family == family, CodeVersion.status == VersionStatus.PUBLISHED)
    )
    return db.session.scalar(query.limit(1)) is not None


STEPS = (
    Step(
        "The council",
        "Its name, its committee, whom to contact, and the time limits.",
        "/council",
        Permission.COUNCIL_EDIT,
        council.is_set,
    ),
    Step(
        "The officers",
        "Done when somebody other than the administrator is Monitoring Officer.",
        "/accounts",
        Permission.ACCOUNTS_MANAGE,
        lambda: bool(accounts.officers_in(Role.MONITORING_OFFICER)),
    ),
    Step(
        "Authorities and councillors",
        "One by one, or all at once from a spreadsheet.",
        "/members/import",
        Permission.MEMBER_EDIT,
        members.anybody,
    ),
    Step(
        "The Members’ Code of Conduct",
        "Published, with the day from which it is in force.",
        "/codes",
        Permission.CODE_EDIT,
        lambda: _published(CodeFamily.MEMBERS),
    ),
    Step(
        "The Social Media Code",
        "Imported as published, checked, and published with the day from which it is in force.",
        "/codes",
        Permission.CODE_EDIT,
        lambda: _published(CodeFamily.SOCIAL_MEDIA),
    ),
)


@bp.get("/set-up/steps")
@requires(Permission.COUNCIL_EDIT)
def steps() -> ResponseReturnValue:
    """What is done, what is still to do, and who can do it."""
    found = [(step, step.is_done()) for step in STEPS]
    row = accounts.installation()
    return page(
        "desk/set_up.html",
        found=found,
        all_done=all(done for _, done in found),
        finished=row is not None and row.setup_done_at is not None,
        officer=current_officer(),
    )


@bp.post("/set-up/finish")
@requires(Permission.COUNCIL_EDIT)
def finish() -> ResponseReturnValue:
    """Take the set-up page out of the navigation, once everything is done."""
    if not all(step.is_done() for step in STEPS):
        raise NotPossible("Something is still to be set up. Do that first.")
    account_service.mark_setup_done()
    flash("Casework is set up.", "success")
    return redirect(url_for("desk.my_work"))
