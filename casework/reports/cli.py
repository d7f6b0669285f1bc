"""Commands: flask reports …."""

import shutil
from datetime import date, datetime
from pathlib import Path

import click

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.command_line import RoomGroup
from casework.database import let_go, unit_of_work
from casework.errors import DomainError, NotAllowed
from casework.permissions import Permission, Role, can
from casework.reports import queries, service
from casework.reports.facts import Period
from casework.reports.models import CommitteeReport
from casework.reports.workflow import Edition, FileFormat, ReportStatus
from casework.whole_files import written_whole

EXAMPLE = """\b
Example, on one line:
  flask --app wsgi reports committee --from 2026-04-01 --to 2026-09-30
    --edition public --out report.xlsx
"""

group = RoomGroup("reports", help="Make the Standards Committee’s report.")


class Day(click.ParamType[date]):
    """A day as an option gives it."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; a UsageError for what is none."""
        try:
            return value if isinstance(value, date) else datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            self.fail(f"{value} is not a day. Give year, month and day, like 2026-04-01.", param, ctx)


@group.command("committee", epilog=EXAMPLE)
@click.option("start", "--from", type=Day(), required=True, help="First day of the period, like 2026-04-01.")
@click.option("end", "--to", type=Day(), required=True, help="Last day of the period, included.")
@click.option(
    "--edition", type=click.Choice([each.value for each in Edition]), default="public", show_default=True,
    help="public: no name and no small number. exempt: everything, not for publication.",
)  # fmt: skip
@click.option(
    "out", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The file to write: its ending, .xlsx or .docx, says which. Its folder must be there, the file must not.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Replace a file of that name.")
@click.option(
    "email", "--as", metavar="EMAIL",
    help="E-mail address of the officer who makes it; not needed where there is one Monitoring Officer.",
)  # fmt: skip
def committee(start: date, end: date, edition: str, out: Path, *, replace: bool, email: str | None) -> None:
    """Write the committee's report for a period to a file, marked DRAFT.

    The texts around the figures (recommendation, implications and so on) are those of the newest draft of the same
    period and edition on the Reports page; without one they are left empty. A report is issued on that page.

    The report counts every case, so an officer who is kept from any case of the municipal years that it touches cannot
    make it. Who made it, or was refused, stands in the audit trail.

    The status is 0 when the file was written, 1 when it was refused, 2 when an option is missing or wrong. Nothing is
    written unless the whole file is.
    """
    kind, period = _format_of(out), _period(start, end)
    if out.exists() and not replace:
        raise DomainError(f"{out} exists already. Give another name, or say --replace.")
    officer, chosen = _officer(email), Edition.of(edition)
    try:
        _write(period, chosen, kind, out, officer)
    except NotAllowed:
        with unit_of_work():
            record(Verb.ACCESS_REFUSED, actor=officer, what="flask reports committee")
        raise
    except OSError as error:
        raise DomainError(f"{out} could not be written: {error.strerror}. Give another place.") from error
    click.echo(f"{out}: {chosen.label.lower()} edition, {period.label}, marked DRAFT.")
    if period.end >= clock.today():
        click.echo("The period is not over, so its figures can still change.", err=True)


def _write(period: Period, edition: Edition, kind: FileFormat, out: Path, officer: Officer) -> None:
    if not officer.active:
        raise NotAllowed(f"{officer.name} no longer works with Casework. Name an active officer with --as.")
    if not can(officer, Permission.REPORT_MAKE):
        raise NotAllowed(f"{officer.name} does not make committee reports: see the page of roles.")
    report = queries.draft_for(period, edition) or _unsaved(period, edition, officer)
    with written_whole(out) as whole, service.draft_file(report, kind, actor=officer) as made:
        let_go()
        shutil.copyfileobj(made, whole)


def _format_of(out: Path) -> FileFormat:
    try:
        return FileFormat.of(out.suffix.lower().removeprefix("."))
    except ValueError:
        raise click.BadParameter(
            f"{out.name} ends in neither .xlsx nor .docx. Give the file one of these endings.",
            param_hint="--out",
        ) from None


def _period(start: date, end: date) -> Period:
    try:
        return Period(start, end)
    except DomainError as error:
        raise click.BadParameter(error.message, param_hint="--to") from None


def _officer(email: str | None) -> Officer:
    if email:
        return accounts.known_officer(email)
    found = accounts.officers_in(Role.MONITORING_OFFICER)
    if len(found) != 1:
        raise click.UsageError(
            f"There are {len(found)} Monitoring Officers. Say with --as EMAIL which officer makes the report."
        )
    return found[0]


def _unsaved(period: Period, edition: Edition, officer: Officer) -> CommitteeReport:
    """Return a report that is in no list: its figures are wanted in a file, and nothing is to be kept."""
    return CommitteeReport(
        edition=edition, period_from=period.start, period_to=period.end, status=ReportStatus.DRAFT, texts={},
        exempt_paragraphs=[], public_interest="", proper_officer="", name_open_cases=False, left_out=[],
        created_by_id=officer.id, created_at=clock.now(),
    )  # fmt: skip
