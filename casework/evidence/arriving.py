"""Files that come with a request: each is taken in, or refused, by itself."""

from flask import abort, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from casework.accounts.identity import current_officer, still_signed_in
from casework.evidence import service
from casework.evidence.receipts import as_json, visible
from casework.evidence.service import Receipt
from casework.evidence.workflow import Arrival
from casework.web.filters import plural
from casework.web.uploads import Bounded

BY_HAND = {arrival.value: arrival for arrival in (Arrival.CHOSEN, Arrival.DROPPED, Arrival.PASTED)}

NAMELESS = "no name given"


def any_came() -> bool:
    """Say whether the request brought a file."""
    return bool(_files())


def take_in(case_id: int) -> list[Receipt]:
    """Take the request's files in as exhibits of a case, in their order. Raises as `service.receive` does."""
    arrival = BY_HAND.get(request.form.get("arrival", ""))
    if arrival is None:
        abort(400, "This form does not say how the files came. Reload the page and send them again.")
    receipts = list[Receipt]()
    for file in _files():
        if receipts and not still_signed_in():
            abort(401, _signed_out_before(file, receipts))
        receipts.append(_take_in_one(file, case_id, arrival))
    return receipts


def _take_in_one(file: FileStorage, case_id: int, arrival: Arrival) -> Receipt:
    return service.receive(
        file.stream,  # type: ignore[arg-type]  # werkzeug says IO[bytes]
        actor=current_officer(),
        case_id=case_id,
        declared_name=file.filename or NAMELESS,
        arrival=arrival,
        came=_came(file),
    )


def _signed_out_before(file: FileStorage, receipts: list[Receipt]) -> str:
    kept = plural(sum(receipt.ok for receipt in receipts), "file was", "files were")
    return (
        f"Your session was ended while the files were taken in. {kept} stored before that; "
        f"{visible(file.filename or NAMELESS)} and what came behind it were not. Sign in, and send those again."
    )


def answer_box(receipts: list[Receipt]) -> ResponseReturnValue:
    """Return what the upload box reads."""
    return {"files": [as_json(receipt) for receipt in receipts]}


def refusals(receipts: list[Receipt]) -> list[str]:
    """Return why each refused file was refused."""
    return [f"{visible(receipt.name)}: {receipt.message}" for receipt in receipts if not receipt.ok]


def _came(file: FileStorage) -> tuple[int, str] | None:
    """Return size and hash of a file of which not all was kept, as it is too large."""
    stream = file.stream
    return (stream.came, stream.sha256) if isinstance(stream, Bounded) and stream.sha256 else None


def _files() -> list[FileStorage]:
    """Return what came: a box in which nothing was chosen sends no name and no bytes; bytes alone are a file too."""
    return [file for file in request.files.getlist("files") if file.filename or _has_bytes(file)]


def _has_bytes(file: FileStorage) -> bool:
    found = bool(file.stream.read(1))
    file.stream.seek(0)
    return found
