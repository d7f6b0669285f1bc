"""An exhibit that goes with a look or an answer: a file that is taken in, or one that the case holds already."""

from collections.abc import Collection

from flask import request as http
from werkzeug.datastructures import FileStorage

from casework.accounts.identity import current_officer
from casework.errors import DomainError
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.evidence.receipts import words_for
from casework.evidence.workflow import Arrival
from casework.takedowns import queries
from casework.takedowns.forms import AttachingForm
from casework.takedowns.models import RemovalRequest

TITLE_SHOWN = 60  # characters of what an exhibit shows, in the list to choose from


def offer(form: AttachingForm, request: RemovalRequest) -> None:
    """Let the officer choose among the exhibits that they may attach."""
    form.exhibit.choices = {"": "None"} | {
        str(each.id): _called(each) for each in queries.attachable(current_officer(), request)
    }


def attached(
    form: AttachingForm, request: RemovalRequest, title: str, posts: Collection[int] = ()
) -> Exhibit | None:
    """Take the file in and give it a title, or return the exhibit that was chosen; None where there is neither.

    `posts`: ids of those that the file shows. What was taken in stays chosen on the page, so that it is kept whatever
    else has to be mended.
    """
    file = http.files.get("file")
    if file is not None and file.filename:
        if form.exhibit.data:
            raise DomainError("Choose a file or an exhibit that is held already, not both.", "exhibit")
        exhibit = _taken_in(request, file, title, posts)
        offer(form, request)
        form.exhibit.data, form.taken_in = str(exhibit.id), exhibit.label
        return exhibit
    held = queries.attachable(current_officer(), request)
    return next((each for each in held if str(each.id) == form.exhibit.data), None)


def was_sent(form: AttachingForm) -> str | None:
    """Return what tells that a file came, or an exhibit was chosen; None where neither was."""
    file = http.files.get("file")
    return (file.filename if file is not None else None) or form.exhibit.data or None


def fate(form: AttachingForm) -> str:
    """Say what became of the file that came with a form which was refused; "" where none came."""
    file = http.files.get("file")
    if not form.failed or file is None or not file.filename:
        return ""
    if form.taken_in:
        return (
            f"The file was taken in as exhibit {form.taken_in}, and stays chosen below. Do not send it again."
        )
    return "The file was not taken in. Choose it again once the rest is mended."


def _called(exhibit: Exhibit) -> str:
    return f"{exhibit.label}: {words_for(exhibit)[:TITLE_SHOWN]}"


def _taken_in(request: RemovalRequest, file: FileStorage, title: str, posts: Collection[int]) -> Exhibit:
    receipt = evidence.receive(
        file.stream,  # type: ignore[arg-type]  # werkzeug's stream is a binary file
        actor=current_officer(),
        case_id=request.case_id,
        declared_name=file.filename or "",
        arrival=Arrival.CHOSEN,
        given=True,
    )
    if receipt.exhibit is None:
        raise DomainError(f"The file was not stored. {receipt.message}", "file")
    evidence.describe(receipt.exhibit, actor=current_officer(), title=title, posts=posts)
    return receipt.exhibit
