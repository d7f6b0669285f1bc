"""Lists sent as files."""

from collections.abc import Callable
from io import BytesIO
from typing import IO

from flask import send_file
from flask.typing import ResponseReturnValue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_xlsx(name: str, write: Callable[[IO[bytes]], object]) -> ResponseReturnValue:
    """Send the workbook of a short list that `write` makes, under `name`: a failure half-way sends nothing."""
    file = BytesIO()
    write(file)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)
