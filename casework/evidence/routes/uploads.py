"""A case's exhibits, and taking in more."""

from collections.abc import Collection

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.page import case_page, open_case
from casework.evidence import queries, service
from casework.evidence.arriving import answer_box, any_came, refusals, take_in
from casework.evidence.forms import AboutFilesForm, about_files, said_of_all
from casework.evidence.models import Exhibit
from casework.evidence.proposals import proposed
from casework.evidence.receipts import message_of, shown, upload_words, visible
from casework.evidence.routes.blueprint import bp
from casework.evidence.workflow import Scan
from casework.permissions import Permission
from casework.web.errors import wants_json
from casework.web.guard import requires
from casework.web.paging import page_of
from casework.web.requests import page_asked, row_number

A_PAGE = 100  # exhibits: as many as come at once, and more; a page of three hundred is slow to draw


@bp.get("/cases/<int:case_id>/evidence")
@requires(Permission.CASE_VIEW_SOME)
def index(case_id: int) -> ResponseReturnValue:
    """The exhibits of a case, and the box that takes in more."""
    return _index(case_id, stored=set(request.args.getlist("stored", type=row_number)))


@bp.post("/cases/<int:case_id>/evidence")
@requires(Permission.CASE_EDIT)
def upload(case_id: int) -> ResponseReturnValue:
    """Take files in, each by itself; answer the upload box in JSON, and a plain form with a page."""
    if not any_came():
        message = "Choose a file to upload."
        if wants_json():
            return {"error": message}, 422
        return _index(case_id, errors=[message])
    receipts = take_in(case_id)
    service.propose_only_post(
        open_case(case_id), [receipt.exhibit.id for receipt in receipts if receipt.exhibit]
    )
    if wants_json():
        return answer_box(receipts)
    stored = {receipt.exhibit.id: message_of(receipt) for receipt in receipts if receipt.exhibit}
    if errors := refusals(receipts):
        return _index(case_id, stored=set(stored), messages=stored, errors=errors)
    return redirect(url_for(".index", case_id=case_id, stored=list(stored)))


@bp.post("/cases/<int:case_id>/evidence/about")
@requires(Permission.CASE_EDIT)
def about(case_id: int) -> ResponseReturnValue:
    """Say of several exhibits at once who took them, when we got them, and what they show."""
    open_case(case_id)
    exhibits = queries.of_case(case_id)
    form = about_files(case_id, exhibits)
    if form.submitted():
        with form.catching():
            ticked = [each for each in exhibits if each.id in (form.exhibits.data or [])]
            values = said_of_all(form)
            service.describe_all(ticked, actor=current_officer(), posts=form.posts.data or [], **values)
            flash("What you said of the files is kept.", "success")
            return redirect(url_for(".index", case_id=case_id))
    return _index(case_id, about=form)


def _index(
    case_id: int,
    *,
    stored: Collection[int] = (),
    messages: dict[int, str] | None = None,
    errors: list[str] | None = None,
    about: AboutFilesForm | None = None,
) -> ResponseReturnValue:
    case = open_case(case_id)
    exhibits = queries.of_case(case_id)
    asked = request.method == "GET"  # an answer to a form shows all: its address has no pages
    number = page_asked() if asked else 1
    refused = queries.refused_of(case_id)
    html, status = case_page(
        "evidence/index.html",
        case,
        "posts",
        form=about,
        about=about or about_files(case_id, exhibits),
        exhibits=exhibits,
        listed=page_of(exhibits, number, A_PAGE if asked else max(A_PAGE, len(exhibits))),
        visible=visible,
        receipts=[
            shown(
                exhibit,
                (messages or {}).get(exhibit.id, ""),
                service.tally_of(exhibit, exhibits, refused).words(),
            )
            for exhibit in exhibits
            if exhibit.id in stored
        ],
        errors=errors or [],
        refused=refused,
        proposed=proposed(Exhibit.case_id == case_id),
        waiting=sum(each.file.scan is Scan.WAITING for each in exhibits),
        **upload_words(),
    )
    return html, 422 if errors else status
