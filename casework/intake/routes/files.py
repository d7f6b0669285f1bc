"""Files that come with a page of logging: each is taken in, or refused, by itself."""

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.evidence import service as evidence
from casework.evidence.receipts import as_json, visible
from casework.evidence.service import Receipt
from casework.evidence.workflow import Arrival

BY_HAND = {arrival.value: arrival for arrival in (Arrival.CHOSEN, Arrival.DROPPED, Arrival.PASTED)}


def any_came() -> bool:
    """Say whether the request brought a file."""
    return any(file.filename for file in request.files.getlist("files"))


def take_in(case_id: int) -> list[Receipt]:
    """Take the request's files in as exhibits of a case, in their order."""
    arrival = BY_HAND.get(request.form.get("arrival", ""))
    if arrival is None:
        abort(400, "This form does not say how the files came. Reload the page and send them again.")
    return [
        evidence.receive(
            file.stream,  # type: ignore[arg-type]  # werkzeug says IO[bytes]
            actor=current_officer(),
            case_id=case_id,
            declared_name=file.filename or "",
            arrival=arrival,
        )
        for file in request.files.getlist("files")
        if file.filename
    ]


def answer_box(receipts: list[Receipt]) -> ResponseReturnValue:
    """Return what the upload box reads."""
    return {"files": [as_json(receipt) for receipt in receipts]}


def refusals(receipts: list[Receipt]) -> list[str]:
    """Return why each refused file was refused."""
    return [f"{visible(receipt.name)}: {receipt.message}" for receipt in receipts if not receipt.ok]


def file_limit() -> int:
    """Return the most that one file may have, in bytes."""
    return int(current_app.config["SETTINGS"].file_limit)
