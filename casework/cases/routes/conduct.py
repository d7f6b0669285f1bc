"""Posts, and acts without a post."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.forms.conduct import ConductForm, NewPostForm, PostForm, ReasonForm
from casework.cases.forms.fields import leave_open, typed
from casework.cases.models import Case, Conduct, Post
from casework.cases.page import case_page, open_case
from casework.cases.routes.blueprint import bp
from casework.cases.service.conduct import LABELS as CONDUCT
from casework.cases.service.posts import ASKED
from casework.permissions import Permission
from casework.web.forms import Form
from casework.web.guard import requires


def _back(case: Case, anchor: str | None = None) -> Response:
    return redirect(url_for("cases.posts", case_id=case.id, _anchor=anchor))


def _form_page(template: str, case: Case, form: Form, heading: str) -> ResponseReturnValue:
    back = url_for("cases.posts", case_id=case.id)
    return case_page(template, case, "posts", form=form, heading=heading, back=back)


def _offer_subjects(form: PostForm, case: Case) -> None:
    named = [subject for subject in case.subjects if not subject.removed_reason]
    form.subject_id.choices = {"": "Not known"} | {str(each.id): each.councillor.name for each in named}


@bp.route("/cases/<int:case_id>/posts/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add_post(case_id: int) -> ResponseReturnValue:
    """Record another post."""
    case = open_case(case_id)
    form = NewPostForm()
    _offer_subjects(form, case)
    if form.submitted():
        with form.catching():
            post = service.add_post(case, actor=current_officer(), **form.entered())
            flash("The post is recorded.", "success")
            return _back(case, f"post-{post.id}")
    return _form_page("cases/post_form.html", case, form, "Add a post")


@bp.route("/cases/<int:case_id>/posts/<int:post_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_post(case_id: int, post_id: int) -> ResponseReturnValue:
    """Change what is recorded of a post."""
    case = open_case(case_id)
    post = queries.part_of(case, Post, post_id)
    form = PostForm(obj=post)
    _offer_subjects(form, case)
    leave_open(form, ASKED - {"kind"}, post.answered)
    if form.submitted():
        with form.catching():
            service.change_post(post, actor=current_officer(), version=form.version.data, **form.entered())
            flash("The record of the post is changed.", "success")
            return _back(case, f"post-{post_id}")
    return _form_page("cases/post_form.html", case, form, "Change a post")


@bp.route("/cases/<int:case_id>/posts/<int:post_id>/take-out", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def take_out_post(case_id: int, post_id: int) -> ResponseReturnValue:
    """Take a post out of the record, with a reason."""
    case = open_case(case_id)
    post = queries.part_of(case, Post, post_id)
    form = ReasonForm()
    if form.submitted():
        with form.catching():
            service.take_out_post(post, form.reason.data or "", actor=current_officer())
            flash("The post is taken out of the record.", "success")
            return _back(case)
    return case_page(
        "cases/confirm.html",
        case,
        "posts",
        form=form,
        heading="Take a post out of the record",
        consequence="It no longer counts, and no letter, report or request names it. It stays readable here with your "
        "reason, and can be put back.",
        button_text="Take the post out",
    )


@bp.post("/cases/<int:case_id>/posts/<int:post_id>/put-back")
@requires(Permission.CASE_EDIT)
def put_back_post(case_id: int, post_id: int) -> ResponseReturnValue:
    """Put a post back into the record."""
    case = open_case(case_id)
    service.put_back_post(queries.part_of(case, Post, post_id), actor=current_officer())
    flash("The post is back in the record.", "success")
    return _back(case, f"post-{post_id}")


@bp.route("/cases/<int:case_id>/conduct/<int:conduct_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit_conduct(case_id: int, conduct_id: int) -> ResponseReturnValue:
    """What was done: posts, or an act without one."""
    case = open_case(case_id)
    conduct = queries.part_of(case, Conduct, conduct_id)
    form = ConductForm(obj=conduct)
    if form.submitted():
        with form.catching():
            service.change_conduct(
                conduct, actor=current_officer(), version=form.version.data, **typed(form, CONDUCT)
            )
            flash("What was done is changed.", "success")
            return _back(case)
    return _form_page("cases/form.html", case, form, "What was done")
