"""Measures evidence beside bare work: part of `make bench`; by itself `python -m tests.benchmarks.evidence`."""

import hashlib
import os
import resource
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from flask.testing import FlaskClient
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from casework import clock, create_app
from casework.accounts.models import Officer
from casework.accounts.service import begin_session
from casework.cases import service as cases
from casework.config import load_settings
from casework.database import db
from casework.demo.service import load as load_demo
from casework.evidence import service
from casework.evidence.queries import frozen
from casework.evidence.reading import read_pictures
from casework.evidence.redaction.burning import burn, under
from casework.evidence.redaction.gate import Guarded, Wording, examine
from casework.evidence.redaction.regions import Reason, Region
from casework.evidence.redaction.words import telling
from casework.evidence.upright import draw
from casework.evidence.vault import vault
from casework.evidence.workflow import Arrival
from casework.schema import service as schema
from casework.storage.store import CHUNK
from tests.benchmarks.measure import by_itself, paired, selects, timed

BATCH, MANY = 60, 300


def screenshot(number: int) -> bytes:
    """Return a PNG of about 2 MB, each with a hash of its own."""
    out = BytesIO()
    Image.effect_noise((1_080, 1_900), 40 + number % 50).save(out, "PNG")
    return out.getvalue()


def measure(client: FlaskClient, officer: Officer, folder: Path) -> None:
    """Print what each part takes. `client` must be signed in as `officer`, whose browser sends "benchmark"."""
    shots = [screenshot(number) for number in range(BATCH)]
    _storing(shots, folder)
    _batch(client, officer, shots)
    _verifying(folder)
    _many(client, officer)
    _gate()


def _storing(shots: list[bytes], folder: Path) -> None:
    numbers = iter(range(10_000))
    target = folder / "bare"
    target.mkdir()

    def new() -> bytes:
        number = next(numbers)
        return shots[number % len(shots)] + number.to_bytes(4, "big")

    def bare() -> None:
        source, digest = BytesIO(new()), hashlib.sha256()
        # A new file each time, as the store's: to write over one again spares the disk what it is asked for.
        with (target / str(next(numbers))).open("wb") as sink:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                sink.write(chunk)
            sink.flush()
            os.fsync(sink.fileno())

    ours, theirs = paired(lambda: vault().freeze(BytesIO(new()), limit=1 << 30), bare, runs=25)
    print(f"\nstoring {len(shots[0]) / 1e6:.1f} MB             {ours.words}")
    print(f"  bare: hash, write, fsync    {theirs.words}")
    print(f"  ratio {ours.ratios(theirs)} (aim: within 1.5)")
    service.reconcile()


def _batch(client: FlaskClient, officer: Officer, shots: list[bytes]) -> None:
    case = cases.draft_case(actor=officer, received_on=clock.today())

    def send(some: list[bytes]) -> None:
        files = [(BytesIO(shot), f"{number}.png") for number, shot in enumerate(some)]
        answer = client.post(
            f"/cases/{case.id}/evidence",
            data={"files": files, "arrival": "chosen", "csrf_token": "benchmark"},
            headers={"Accept": "application/json"},
        )
        if answer.status_code != 200:
            print(f"  the batch answered {answer.status_code}: {answer.text[:200]}")

    send(shots[:5])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rest = iter(shots)
    took = timed(lambda: send([next(rest)]), runs=BATCH, warm=0)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"\n{BATCH} screenshots, each        {took.words}")
    print(f"  peak memory grew by {grown / 1024:.0f} MiB (aim: flat)")


def _verifying(folder: Path) -> None:
    paths = [str(path) for path in (folder / "evidence").glob("??/??/*")]
    ours, theirs = paired(
        lambda: sum(1 for _ in service.verify_store()),
        lambda: subprocess.run(["sha256sum", *paths], check=True, stdout=subprocess.DEVNULL),
        runs=5,
    )
    whole = sum(result.intact for result in service.verify_store())
    size = sum(vault().size(sha256) for sha256 in frozen())
    all_of_it = sum(Path(path).stat().st_size for path in paths)
    rate, bare = size / ours.median / 1e6, all_of_it / theirs.median / 1e6
    print(f"\nverifying {whole} originals   {rate:.0f} MB/s; sha256sum {bare:.0f} MB/s")
    print(f"  {rate / bare:.0%} of its rate (aim: 80% or more)")


def _many(client: FlaskClient, officer: Officer) -> None:
    case = cases.draft_case(actor=officer, received_on=clock.today())
    for number in range(MANY):
        out = BytesIO()
        Image.new("RGB", (40, 30), (number % 256, number // 256, 90)).save(out, "PNG")
        service.receive(
            BytesIO(out.getvalue()),
            actor=officer,
            case_id=case.id,
            declared_name=f"{number}.png",
            arrival=Arrival.CHOSEN,
        )
    path = f"/cases/{case.id}/evidence"
    with selects() as statements:
        by_itself(lambda: client.get(path))
    took = timed(lambda: by_itself(lambda: client.get(path).get_data()), runs=9)
    print(f"\n{MANY} exhibits on a page      {took.words}  {len(statements)} SELECTs (aim: at most 12)")


def phone() -> bytes:
    """Return a phone's screenshot of a fictional thread: thirty lines of words, and a photograph."""
    image = Image.new("RGB", (1_170, 2_532), "white")
    image.paste(Image.effect_noise((1_170, 800), 60).convert("RGB"), (0, 1_700))
    draw_on, font = ImageDraw.Draw(image), ImageFont.load_default(size=42)
    for number in range(30):
        draw_on.text((60, 80 + 52 * number), f"{number} Pat Fictional on the bins", fill="black", font=font)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _gate() -> None:
    """Redact a phone's screenshot, and put it through the gate: drawn, burned, read beneath and above, examined."""
    shot = phone()
    boxes = [Region(1, 40, 70, 800, 60, Reason.THIRD_PARTY), Region(1, 40, 400, 800, 90, Reason.CONTACT)]
    said = Wording("MO-1-redacted.png", "A post", tuple(box.reason.label for box in boxes))

    def approved() -> None:
        page = draw(BytesIO(shot)).page
        finished = burn(page, boxes)
        beneath, left = read_pictures([under(page, boxes), finished])
        guarded = Guarded(("Pat Nobody",), telling(beneath or ""))
        examine(finished, page, boxes, read=left, guarded=guarded, wording=said)

    took = timed(approved, runs=3, warm=1)
    print(f"\nredaction gate, eight checks  {took.words}  (aim: under 3 s)")


def main() -> None:
    """Measure evidence alone, on SQLite."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(load_settings({}, instance=folder))
        app.config.update(TESTING=True, RATELIMIT_ENABLED=False)
        with app.app_context():
            schema.upgrade()
            load_demo()
            officer = db.session.scalars(select(Officer).order_by(Officer.id)).first()
            if officer is None:
                raise SystemExit("the demonstration has no officers")
            client = app.test_client()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = begin_session(officer, address="127.0.0.1", agent="benchmark")
                cookie["csrf_token"] = "benchmark"
            measure(client, officer, folder)


if __name__ == "__main__":
    main()
