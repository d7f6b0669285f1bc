"""Step 2: what was published or done."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases import queries
from casework.cases import service as cases
from casework.cases.deadlines import hours_left, notice_limit
from casework.cases.forms.conduct import ExposureForm, NewPostForm, PostForm, ReasonForm
from casework.cases.forms.fields import leave_open, typed
from casework.cases.models import Case, Conduct, Post
from casework.cases.service.conduct import LABELS as CONDUCT
from casework.cases.service.posts import ASKED
from casework.cases.service.safety import EXPOSURE_LABELS
from casework.cases.workflow import ConductKind
from casework.council import queries as council
from casework.evidence.service import show_only_post
from casework.intake import service
from casework.intake.forms import ActForm
from casework.intake.progress import Step
from casework.intake.routes.blueprint import bp
from casework.intake.routes.pages import go_on, open_draft, step_page
from casework.permissions import Permission
from casework.web.guard import requires
from casework.words import YesNo


@bp.get("/log/<int:case_id>/post")
@requires(Permission.CASE_LOG)
def post(case_id: int) -> ResponseReturnValue:
    """The posts so far, an act without a post, and whether data was exposed."""
    case = open_draft(case_id)
    return step_page(
        "intake/posts.html",
        case,
        Step.POST,
        conducts=queries.conducts_of(case_id),
        exposure=queries.exposure_of(case_id),
    )


@bp.route("/log/<int:case_id>/post/new", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def add_post(case_id: int) -> ResponseReturnValue:
    """Record a post. The last one's platform, handle and name are carried over: they are mostly the same."""
    case = open_draft(case_id)
    standing = [each for each in queries.posts_of(case_id) if not each.taken_out_reason]
    carried = (
        {name: getattr(standing[-1], name) for name in ("platform", "handle", "display_name")}
        if standing
        else {}
    )
    form = NewPostForm(data=carried)
    named = _offer_subjects(form, case_id)
    if len(named) == 1 and not form.subject_id.raw_data:
        form.subject_id.data = named[0]
    leave_open(form, ASKED - {"kind"}, ())
    if form.submitted():
        with form.catching():
            cases.add_post(case, actor=current_officer(), **form.entered())
            show_only_post(case, actor=current_officer())
            return go_on(case_id, Step.POST, "The post is kept.")
    return step_page("intake/post.html", case, Step.POST, form=form, heading="Add a post")


@bp.route("/log/<int:case_id>/post/<int:post_id>", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def change_post(case_id: int, post_id: int) -> ResponseReturnValue:
    """Change what is recorded of a post."""
    case = open_draft(case_id)
    row = queries.part_of(case, Post, post_id)
    form = PostForm(obj=row)
    _offer_subjects(form, case_id)
    leave_open(form, ASKED - {"kind"}, row.answered)
    if form.submitted():
        with form.catching():
            cases.change_post(row, actor=current_officer(), version=form.version.data, **form.entered())
            return go_on(case_id, Step.POST, "The post is kept.")
    return step_page("intake/post.html", case, Step.POST, form=form, heading="Change a post")


@bp.route("/log/<int:case_id>/post/<int:post_id>/take-out", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def take_out_post(case_id: int, post_id: int) -> ResponseReturnValue:
    """Take a post out of the record, with a reason."""
    case = open_draft(case_id)
    row, form = queries.part_of(case, Post, post_id), ReasonForm()
    if form.submitted():
        with form.catching():
            cases.take_out_post(row, form.reason.data or "", actor=current_officer())
            return redirect(url_for(".post", case_id=case_id))
    return step_page(
        "intake/reason.html",
        case,
        Step.POST,
        form=form,
        heading="Take the post out",
        consequence="It no longer counts. It stays readable on the case, with your reason, and can be put back.",
        button_text="Take the post out",
    )


@bp.route("/log/<int:case_id>/act", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def act(case_id: int) -> ResponseReturnValue:
    """An act without a post: deleting critics, befriending staff, browsing."""
    case = open_draft(case_id)
    row = _conduct_of_act(case)
    form = ActForm(obj=row) if row else ActForm(data={"version": 0})
    form.kind.choices = {kind.value: kind.label for kind in ConductKind if kind is not ConductKind.POSTS}
    if form.kind.data is ConductKind.POSTS:
        form.kind.data = None
    if form.submitted():
        with form.catching():
            values: dict[str, Any] = typed(form, CONDUCT)
            service.say_act(case, row, actor=current_officer(), version=form.version.data, **values)
            return go_on(case_id, Step.POST, "What was done is kept.")
    return step_page("intake/act.html", case, Step.POST, form=form)


@bp.route("/log/<int:case_id>/exposure", methods=["GET", "POST"])
@requires(Permission.CASE_LOG)
def exposure(case_id: int) -> ResponseReturnValue:
    """Personal or confidential data exposed: when we became aware, and the 72 hours from then."""
    case, row = open_draft(case_id), queries.exposure_of(case_id)
    form = ExposureForm(obj=row) if row else ExposureForm(data={"aware_at": clock.now()})
    if form.submitted():
        with form.catching():
            cases.record_exposure(
                case, actor=current_officer(), version=form.version.data, **typed(form, EXPOSURE_LABELS)
            )
            return go_on(case_id, Step.POST, "The exposed data is recorded.")
    aware = row.aware_at if row is not None else None
    return step_page(
        "intake/exposure.html",
        case,
        Step.POST,
        form=form,
        limit=notice_limit(aware) if aware else None,
        hours=hours_left(aware, clock.now()) if aware else None,
        contact=council.settings().data_protection_contact,
    )


@bp.post("/log/<int:case_id>/no-exposure")
@requires(Permission.CASE_LOG)
def no_exposure(case_id: int) -> ResponseReturnValue:
    """Say that no personal or confidential data was exposed."""
    cases.change_case(open_draft(case_id), actor=current_officer(), personal_data_exposed=YesNo.NO)
    return redirect(url_for(".post", case_id=case_id))


def _offer_subjects(form: PostForm, case_id: int) -> list[int]:
    named = [each for each in queries.subjects_of(case_id) if not each.removed_reason]
    form.subject_id.choices = {"": "Not known"} | {str(each.id): each.councillor.name for each in named}
    return [each.id for each in named]


def _conduct_of_act(case: Case) -> Conduct | None:
    """Return the conduct that an act is recorded in, or one that holds no post; None: it gets a course of its own."""
    conducts = queries.conducts_of(case.id)
    acts = [each for each in conducts if each.kind is not ConductKind.POSTS]
    empty = [each for each in conducts if not any(not post.taken_out_reason for post in each.posts)]
    return next(iter(acts or empty), None)
