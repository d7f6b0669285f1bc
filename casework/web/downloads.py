"""Lists sent as files."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from flask import send_file
from flask.typing import ResponseReturnValue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_xlsx(name: str, write: Callable[[IO[bytes]], object]) -> ResponseReturnValue:
    """Send the workbook that `write` puts into a file, whole, under `name`: a failure half-way sends nothing."""
    file = TemporaryFile()  # noqa: SIM115  closed with the response
    try:
        write(file)
        file.seek(0)
        return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)
    except BaseException:
        file.close()
        raise
