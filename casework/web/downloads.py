"""Lists and papers sent as files."""

from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from flask import send_file
from flask.typing import ResponseReturnValue

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send_xlsx(name: str, write: Callable[[IO[bytes]], object]) -> ResponseReturnValue:
    """Send the workbook of a short list that `write` makes, under `name`: a failure half-way sends nothing."""
    file = BytesIO()
    write(file)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def send_long_xlsx(name: str, write: Callable[[IO[bytes]], object]) -> ResponseReturnValue:
    """Send the workbook of a list of any length, as `send_xlsx` does, from the disk: memory stays flat."""
    return _send_long(name, XLSX, write)


def send_long_csv(name: str, write: Callable[[IO[bytes]], object]) -> ResponseReturnValue:
    """Send the CSV file that `write` makes in the same way."""
    return _send_long(name, CSV, write)


def _send_long(name: str, mimetype: str, write: Callable[[IO[bytes]], object]) -> ResponseReturnValue:
    with ExitStack() as unsent:
        file = unsent.enter_context(TemporaryFile())
        write(file)
        file.seek(0)
        answer = send_file(file, mimetype=mimetype, as_attachment=True, download_name=name)
        unsent.pop_all()  # the server closes the file once it is sent, and with that it is gone
    return answer


def send_office_file(name: str, file: IO[bytes]) -> ResponseReturnValue:
    """Send an open workbook or Word file under `name`; the server closes it once it is sent."""
    with ExitStack() as unsent:
        unsent.enter_context(file)
        mimetype = XLSX if name.endswith(".xlsx") else DOCX
        answer = send_file(file, mimetype=mimetype, as_attachment=True, download_name=name)
        unsent.pop_all()
    return answer
