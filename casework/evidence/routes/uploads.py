"""A case's exhibits, and taking in more."""

from collections.abc import Collection, Iterable

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from casework.accounts.identity import current_officer
from casework.cases.page import case_page, open_case
from casework.evidence import queries, service
from casework.evidence.receipts import as_json, message_of, shown, upload_words, visible
from casework.evidence.routes.blueprint import bp
from casework.evidence.service import Receipt
from casework.evidence.workflow import Arrival
from casework.permissions import Permission
from casework.web.errors import wants_json
from casework.web.guard import requires

BY_HAND = {arrival.value: arrival for arrival in (Arrival.CHOSEN, Arrival.DROPPED, Arrival.PASTED)}


@bp.get("/cases/<int:case_id>/evidence")
@requires(Permission.CASE_VIEW_SOME)
def index(case_id: int) -> ResponseReturnValue:
    """The exhibits of a case, and the box that takes in more."""
    return _index(case_id, stored=set(request.args.getlist("stored", type=int)))


@bp.post("/cases/<int:case_id>/evidence")
@requires(Permission.CASE_EDIT)
def upload(case_id: int) -> ResponseReturnValue:
    """Take files in, each by itself; answer the upload box in JSON, and a plain form with a page."""
    arrival, files = _arrival(), [file for file in request.files.getlist("files") if file.filename]
    if not files:
        message = "Choose a file to upload."
        if wants_json():
            return {"error": message}, 422
        return _index(case_id, errors=[message])
    receipts = list(_receive(case_id, files, arrival))
    if wants_json():
        return {"files": [as_json(receipt) for receipt in receipts]}
    stored = {receipt.exhibit.id: message_of(receipt) for receipt in receipts if receipt.exhibit}
    errors = [f"{visible(receipt.name)}: {receipt.message}" for receipt in receipts if not receipt.ok]
    if errors:
        return _index(case_id, stored=set(stored), messages=stored, errors=errors)
    return redirect(url_for(".index", case_id=case_id, stored=list(stored)))


def _arrival() -> Arrival:
    arrival = BY_HAND.get(request.form.get("arrival", ""))
    if arrival is None:
        abort(400, "This form does not say how the files came. Reload the page and send them again.")
    return arrival


def _receive(case_id: int, files: Iterable[FileStorage], arrival: Arrival) -> Iterable[Receipt]:
    for file in files:
        yield service.receive(
            file.stream,  # type: ignore[arg-type]  # werkzeug says IO[bytes]
            actor=current_officer(),
            case_id=case_id,
            declared_name=file.filename or "",
            arrival=arrival,
        )


def _index(
    case_id: int,
    *,
    stored: Collection[int] = (),
    messages: dict[int, str] | None = None,
    errors: list[str] | None = None,
) -> ResponseReturnValue:
    case = open_case(case_id)
    exhibits = queries.of_case(case_id)
    html, _ = case_page(
        "evidence/index.html",
        case,
        "posts",
        exhibits=exhibits,
        visible=visible,
        receipts=[
            shown(exhibit, (messages or {}).get(exhibit.id, ""))
            for exhibit in exhibits
            if exhibit.id in stored
        ],
        errors=errors or [],
        **upload_words(),
    )
    return html, 422 if errors else 200
