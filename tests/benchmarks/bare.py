"""The same raw work without the product: a Flask route that hashes, writes, fsyncs and decodes; openpyxl alone."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask, request
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

DECODE = (
    "import sys; from PIL import Image; picture = Image.open(sys.argv[1]); picture.load(); "
    "picture.thumbnail((1600, 1600)); picture.save(sys.argv[2])"
)


def route(folder: Path) -> Flask:
    """Return an application whose one route takes a file in with nothing around it."""
    app = Flask("bare")

    @app.post("/")
    def take() -> dict[str, str]:
        upload = request.files["files"]
        digest, path = hashlib.sha256(), folder / "incoming"
        with path.open("wb") as sink:
            while chunk := upload.stream.read(1 << 20):
                digest.update(chunk)
                sink.write(chunk)
            sink.flush()
            os.fsync(sink.fileno())
        path = path.rename(folder / digest.hexdigest())
        subprocess.run(
            [sys.executable, "-I", "-c", DECODE, str(path), str(folder / "preview.png")], check=True
        )
        return {"sha256": digest.hexdigest()}

    return app


def workbook(target: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows with openpyxl's write-only mode, every text as text, and nothing else."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append(list(headers))
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(target)
