"""Measures the product beside bare work: `make bench`. Prints figures and ratios; no figure fails anything.

Each line has the least, the median and the most of its runs by the clock, and what the processor spent at the median.

    python -m tests.benchmarks [--sizes 1000,10000,100000]

On PostgreSQL with CASEWORK_TEST_DATABASE=postgresql.
"""

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from casework import clock, create_app
from casework.accounts.models import Officer
from casework.accounts.service import begin_session
from casework.audit.models import AuditEvent
from casework.cases import queries, service
from casework.cases.models import Case
from casework.cases.workflow import CaseStatus, Nature
from casework.config import load_settings
from casework.database import db
from casework.demo.service import load as load_demo
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.evidence.workflow import Arrival
from casework.members.models import Councillor
from casework.schema import service as schema
from casework.takedowns.models import RemovalRequest
from tests.benchmarks import bare
from tests.benchmarks.evidence import measure as measure_evidence
from tests.benchmarks.load import RARE, RARE_HITS, load
from tests.benchmarks.measure import Measured, by_itself, paired, selects, timed
from tests.benchmarks.rows import RARE_PLATFORM
from tests.support.postgres import private_postgres

EXHIBITS, EVENTS, EXPORTED, TAKEN_IN = 5, 30, 10_000, 15
MOST_SELECTS = 12
MOST_SECONDS = 0.020  # of a list and of the page of a case, at the median


def main() -> None:
    """Run every measurement at each size."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", default="1000,10000,100000", help="numbers of cases, rising")
    sizes = [int(size) for size in options.parse_args().sizes.split(",")]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = ""
        if os.environ.get("CASEWORK_TEST_DATABASE") == "postgresql":
            url = stack.enter_context(private_postgres())
        app = create_app(load_settings({}, instance=folder, database_url=url))
        app.config.update(TESTING=True, RATELIMIT_ENABLED=False)
        stack.enter_context(app.app_context())
        schema.upgrade()
        load_demo()
        officer = db.session.scalars(select(Officer).order_by(Officer.id)).first()
        if officer is None:
            raise SystemExit("the demonstration has no officers")
        client = _signed_in(app, officer)
        print(f"{'PostgreSQL' if url else 'SQLite'}; {os.cpu_count()} processors")
        _start_up()
        measure_evidence(client, officer, folder)  # before the loads, whose exhibits have no files
        results = []
        for grown, size in pairwise([0, *sizes]):
            results.append(_at(size, grown, client, officer))
            if size == EXPORTED:
                _export(client, folder)
        _growth(sizes, results)
        _taking_in(client, officer, folder)


def _signed_in(app: Flask, officer: Officer) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = begin_session(officer, address="127.0.0.1", agent="benchmark")
        cookie["csrf_token"] = "benchmark"
    return client


def _start_up() -> None:
    command = [sys.executable, "-c", "import wsgi"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CASEWORK_INSTANCE": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the second start of an office, not its first
        took = timed(lambda: subprocess.run(command, env=environment, check=True), runs=5, warm=1)
    print(f"  {'start-up':<28}{took.words}   (aim: under 1 s)")


def _at(size: int, grown: int, client: FlaskClient, officer: Officer) -> dict[str, Measured]:
    begun = time.perf_counter()
    load(size - grown)
    db.session.rollback()  # a reading that was begun before does not see what was loaded
    asked = db.session.scalar(select(func.count()).select_from(RemovalRequest)) or 0
    print(f"\n{size:,} cases, {asked:,} removal requests (loaded in {time.perf_counter() - begun:.0f} s)")
    case = _rich_case(officer)
    councillor = db.session.scalars(select(Councillor).order_by(Councillor.id.desc()).limit(1)).one()
    pages = {
        "list": "/cases",
        "list, every status": "/cases?status=any",
        "list, what is due first": "/cases?sort=due",
        "list, one status": "/cases?status=closed",
        "list, a common platform": "/cases?status=any&platform=facebook",
        "list, a kind of matter": f"/cases?status=any&nature={Nature.NOT_SORTED.value}",
        "list, overdue": "/cases?overdue=y",
        "list, by councillor": "/cases?status=any&sort=councillor",
        "list, a rare platform": f"/cases?status=any&platform={RARE_PLATFORM.value}",
        "list, nobody of that name": "/cases?status=any&councillor=Nobody",
        "list, everybody's councillor": "/cases?status=any&councillor=kit",
        "list, a councillor's": f"/cases?status=any&councillor={councillor.name}",
        "list, an owner's": f"/cases?owner_id={officer.id}",
        "list, one day": f"/cases?status=any&{_days()}",
        "case": f"/cases/{case.id}",
        "case, posts and evidence": f"/cases/{case.id}/posts",
        "case, timeline": f"/cases/{case.id}/timeline",
        "case, print-out": f"/cases/{case.id}/print",
        f"search, {RARE_HITS} hits a load": f"/search?q={RARE}",
        "search, a common word": "/search?q=council",
        "search, no hit": "/search?q=nowhere",
        "my work": "/",
        "removal requests": "/removal-requests",
        "removal requests, under way": "/removal-requests?status=open",
        "removal requests, late": "/removal-requests?due=late",
        "removal requests, to verify": "/removal-requests?status=verification_due",
        "removal requests, by sending": "/removal-requests?sort=-sent",
        "my requests": "/my-requests",
        "to verify today": "/my-requests/to-verify",
        "to verify today, the form": "/my-requests/to-verify/looks",
        "to chase": "/my-requests/to-chase",
        "audit trail": "/audit",
        "councillors": "/councillors",
    }
    return {name: _page(client, name, path) for name, path in pages.items()}


def _days() -> str:
    day = clock.today() - timedelta(days=1_000)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    ends = ("received_from", "received_to")
    return urlencode({f"{end}-{part}": value for end in ends for part, value in parts.items()})


def _page(client: FlaskClient, name: str, path: str) -> Measured:
    by_itself(lambda: client.get("/help"))  # once a minute, any page writes down that its session is in use
    with selects() as statements:
        response = by_itself(lambda: client.get(path))
    if response.status_code != 200:
        print(f"  {name:<28} answered {response.status_code}")
    took = timed(lambda: by_itself(lambda: client.get(path).get_data()))
    over = "  MORE THAN 12" if len(statements) > MOST_SELECTS else ""
    slow = (
        "  OVER 20 ms"
        if took.median > MOST_SECONDS and name.split(",", maxsplit=1)[0] in {"list", "case"}
        else ""
    )
    print(f"  {name:<28}{took.words}  {len(statements):2} SELECTs{over}{slow}")
    return took


def _rich_case(officer: Officer) -> Case:
    """Return a case with five exhibits and thirty events."""
    case = db.session.scalars(
        select(Case)
        .where(Case.status == CaseStatus.OPEN, Case.id.in_(queries.visible_cases(officer)))
        .order_by(Case.id.desc())
        .limit(1)
    ).one()
    for number in range(EXHIBITS - evidence_count(case)):
        evidence.receive(
            BytesIO(_picture(200, 300 + number)), actor=officer, case_id=case.id,
            declared_name=f"{number}.png", arrival=Arrival.CHOSEN,
        )  # fmt: skip
    case = queries.get_visible(officer, case.id)
    while (db.session.scalar(select(func.count()).where(AuditEvent.case_id == case.id)) or 0) < EVENTS:
        service.add_note(case, "Another look.", actor=officer)
    return case


def evidence_count(case: Case) -> int:
    """Return how many exhibits a case has."""
    return db.session.scalar(select(func.count()).where(Exhibit.case_id == case.id)) or 0


def _growth(sizes: list[int], results: list[dict[str, Measured]]) -> None:
    print(f"\n{sizes[-1]:,} cases against {sizes[0]:,} (aim of list and search: within 1.3)")
    for name, first in results[0].items():
        print(f"  {name:<28}  {results[-1][name].ratios(first)}")


def _taking_in(client: FlaskClient, officer: Officer, folder: Path) -> None:
    """Logging with a 2 MB screenshot, beside a bare route doing the same raw work; and its download."""
    numbers = iter(range(10_000))
    plain = bare.route(folder).test_client()
    case = service.draft_case(actor=officer, received_on=clock.today())
    path = f"/cases/{case.id}/evidence"

    def upload(to: FlaskClient, address: str) -> None:
        answer = to.post(
            address,
            data={
                "files": (BytesIO(screenshots[next(numbers) % len(screenshots)]), "screenshot.png"),
                "arrival": "chosen",
                "csrf_token": "benchmark",
            },
            headers={"Accept": "application/json"},
        )
        if answer.status_code != 200:
            print(f"  {address} answered {answer.status_code}: {answer.text[:200]}")

    screenshots = [_screenshot(number) for number in range(2 * (TAKEN_IN + 1))]
    ours, theirs = paired(lambda: upload(client, path), lambda: upload(plain, "/"), runs=TAKEN_IN)
    print(f"\n{len(screenshots[0]) / 1e6:.1f} MB screenshot taken in    {ours.words}")
    print(f"  bare: hash, fsync, decode   {theirs.words}")
    print(f"  ratio {ours.ratios(theirs)} (aim: within 1.5)")
    exhibit = db.session.scalars(select(Exhibit).where(Exhibit.case_id == case.id).limit(1)).one()
    stored = next(folder.joinpath("evidence").rglob(exhibit.sha256))
    address = f"/exhibits/{exhibit.id}/original"
    answer = client.post(address, data={"csrf_token": "benchmark", "purpose": "To measure it"})
    if answer.status_code != 200:
        print(f"  the download answered {answer.status_code}")
    ours, theirs = paired(
        lambda: client.get(address).get_data(),  # the purpose was stated for today
        lambda: hashlib.sha256(stored.read_bytes()).digest(),
        runs=25,
    )
    print(f"\ndownload, checked, recorded   {ours.words}")
    print(f"  bare: read and hash         {theirs.words}")


def _export(client: FlaskClient, folder: Path) -> None:
    """The spreadsheet of every case, beside openpyxl writing the very same rows."""
    from openpyxl import load_workbook

    path = "/cases/export.xlsx?status=any"
    book = load_workbook(BytesIO(client.get(path).get_data()), read_only=True)
    headers, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours, theirs = paired(
        lambda: client.get(path).get_data(),
        lambda: bare.workbook(folder / "bare.xlsx", [str(header) for header in headers], rows),
        runs=7,
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"\nspreadsheet of {len(rows):,} cases  {ours.words}")
    print(f"  bare openpyxl, same rows    {theirs.words}")
    print(f"  ratio {ours.ratios(theirs)} (aim: within 1.3)")
    print(f"  peak memory grew by {grown // 1024} MiB")


def _picture(width: int, height: int, noise: int = 0) -> bytes:
    out = BytesIO()
    Image.effect_noise((width, height), 40 + noise % 50).save(out, "PNG")
    return out.getvalue()


def _screenshot(number: int) -> bytes:
    """Return a PNG of about 2 MB, a phone's screen, of which a photograph takes a third. None is like another."""
    screen = Image.new("RGB", (1_080, 1_900), "white")
    photograph = [Image.effect_noise((1_080, 630), 40 + (number + band) % 50) for band in range(3)]
    screen.paste(Image.merge("RGB", photograph), (0, 300))
    out = BytesIO()
    screen.save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    main()
