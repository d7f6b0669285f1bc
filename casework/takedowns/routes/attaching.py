"""An exhibit that goes with a look or an answer: a file that is taken in, or one that the case holds already."""

from collections.abc import Collection, Iterable

from flask import request as http
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from casework.accounts.identity import current_officer
from casework.errors import DomainError
from casework.evidence import service as evidence
from casework.evidence.arriving import BY_HAND, NAMELESS
from casework.evidence.models import Exhibit
from casework.evidence.receipts import as_json, words_for
from casework.evidence.service import Receipt
from casework.evidence.workflow import Arrival
from casework.takedowns import queries
from casework.takedowns.forms import AttachingForm
from casework.takedowns.models import RemovalRequest

TITLE_SHOWN = 60  # characters of what an exhibit shows, in the list to choose from


def offer(form: AttachingForm, request: RemovalRequest, beside: AttachingForm | None = None) -> None:
    """Let the officer choose among the exhibits that they may attach. `beside`: a form that offers them already."""
    if beside is not None:
        form.exhibit.choices = beside.exhibit.choices
        return
    offer_these(form, queries.attachable(current_officer(), request))


def offer_these(form: AttachingForm, exhibits: Iterable[Exhibit]) -> None:
    """Let the officer choose among these exhibits."""
    form.exhibit.choices = {"": "None"} | {str(each.id): _called(each) for each in exhibits}


def attached(
    form: AttachingForm, request: RemovalRequest, title: str, posts: Collection[int] = ()
) -> Exhibit | None:
    """Take the file in and give it a title, or return the exhibit that was chosen; None where there is neither.

    `posts`: ids of those that the file shows. What was taken in stays chosen on the page, so that it is kept whatever
    else has to be mended.
    """
    if not form.taken_in and (exhibit := keep(form, request, title, posts)):
        return exhibit
    held = queries.attachable(current_officer(), request)
    return next((each for each in held if str(each.id) == form.exhibit.data), None)


def keep(
    form: AttachingForm, request: RemovalRequest, title: str, posts: Collection[int] = ()
) -> Exhibit | None:
    """Take in the file that came with a form, if any, and choose it there: it is held whatever else is refused."""
    file = http.files.get(form.file.name)
    if file is None or not file.filename:
        return None
    if form.exhibit.data:
        raise DomainError("Choose a file or an exhibit that is held already, not both.", "exhibit")
    exhibit = _taken_in(request, file, title, posts)
    offer(form, request)
    form.exhibit.data, form.taken_in = str(exhibit.id), exhibit.label
    return exhibit


def answer_box(request: RemovalRequest, title: str) -> ResponseReturnValue:
    """Take in the one file that the upload box sent, and return what it reads: no link into the case."""
    file = next(iter(http.files.values()), None)
    if file is None:
        return {"error": "Choose a file to upload."}, 422
    arrival = BY_HAND.get(http.form.get("arrival", ""))
    if arrival is None:
        return {"error": "This form does not say how the file came. Reload the page and send it again."}, 400
    receipt = _received(request, file, arrival)
    if receipt.exhibit is None:
        return {"files": [as_json(receipt)]}
    evidence.describe(receipt.exhibit, actor=current_officer(), title=title)
    return {"files": [{**as_json(receipt), "url": "", "preview_url": "", "id": receipt.exhibit.id}]}


def was_sent(form: AttachingForm) -> str | None:
    """Return what tells that a file came, or an exhibit was chosen; None where neither was."""
    file = http.files.get(form.file.name)
    return (file.filename if file is not None else None) or form.exhibit.data or None


def fate(form: AttachingForm) -> str:
    """Say what became of the file that came with a form which was refused; "" where none came."""
    file = http.files.get(form.file.name)
    if file is None or not file.filename:
        return ""
    if form.taken_in:
        return (
            f"The file was taken in as exhibit {form.taken_in}, and stays chosen below. Do not send it again."
        )
    if not form.failed:
        return ""
    return "The file was not taken in. Choose it again once the rest is mended."


def _called(exhibit: Exhibit) -> str:
    return f"{exhibit.label}: {words_for(exhibit)[:TITLE_SHOWN]}"


def _taken_in(request: RemovalRequest, file: FileStorage, title: str, posts: Collection[int]) -> Exhibit:
    receipt = _received(request, file, Arrival.CHOSEN)
    if receipt.exhibit is None:
        raise DomainError(f"The file was not stored. {receipt.message}", "file")
    evidence.describe(receipt.exhibit, actor=current_officer(), title=title, posts=posts)
    return receipt.exhibit


def _received(request: RemovalRequest, file: FileStorage, arrival: Arrival) -> Receipt:
    return evidence.receive(
        file.stream,  # type: ignore[arg-type]  # werkzeug's stream is a binary file
        actor=current_officer(),
        case_id=request.case_id,
        declared_name=file.filename or NAMELESS,
        arrival=arrival,
        given=True,
    )
