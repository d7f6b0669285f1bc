"""Commands: flask reports …."""

import shutil
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.command_line import RoomGroup
from casework.database import let_go
from casework.errors import DomainError, NotAllowed
from casework.permissions import Permission, Role, can
from casework.reports import queries, service
from casework.reports.facts import Period
from casework.reports.models import CommitteeReport
from casework.reports.workflow import Edition, FileFormat, ReportStatus

group = RoomGroup("reports", help="Make the Standards Committee’s report.")
DAY = click.DateTime(["%Y-%m-%d"])


@group.command("committee")
@click.option("start", "--from", type=DAY, required=True, help="First day of the period, like 2026-04-01.")
@click.option("end", "--to", type=DAY, required=True, help="Last day of the period, included.")
@click.option(
    "--edition", type=click.Choice([each.value for each in Edition]), default="public", show_default=True,
    help="public: no name and no small number. exempt: everything, not for publication.",
)  # fmt: skip
@click.option(
    "out", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The file to write: its ending, .xlsx or .docx, says which. A file of that name is replaced.",
)  # fmt: skip
@click.option(
    "email", "--as",
    help="E-mail address of the officer who makes it; not needed where there is one Monitoring Officer.",
)  # fmt: skip
def committee(start: datetime, end: datetime, edition: str, out: Path, email: str | None) -> None:
    r"""Write the committee's report for a period to a file, marked DRAFT.

    The texts around the figures (recommendation, implications and so on) are those of the newest draft of the same
    period and edition on the Reports page; without one they are left empty. A report is issued on that page.

    The report counts every case, so an officer who is kept from any case of the period cannot make it. The status is 0
    when the file was written, 1 when it was refused, 2 when an option is wrong.

    \b
    Example:
      flask --app wsgi reports committee --from 2026-04-01 --to 2026-09-30 --edition public --out report.xlsx
    """
    kind = _format_of(out)
    officer = _officer(email)
    if not officer.active or not can(officer, Permission.REPORT_MAKE):
        raise NotAllowed(f"{officer.name} does not make committee reports: see the page of roles.")
    period, chosen = Period(start.date(), end.date()), Edition.of(edition)
    report = queries.draft_for(period, chosen) or _unsaved(period, chosen, officer)
    with service.draft_file(report, kind, actor=officer) as made:
        let_go()
        try:
            with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as whole:
                shutil.copyfileobj(made, whole)
            Path(whole.name).replace(out)
        except OSError as error:
            raise DomainError(
                f"{out} could not be written: {error.strerror}. Choose another place for --out."
            ) from error
    click.echo(f"{out}: {chosen.label.lower()} edition, {period.label}, marked DRAFT.")
    if period.end >= clock.today():
        click.echo("The period is not over, so its figures can still change.")


def _format_of(out: Path) -> FileFormat:
    try:
        return FileFormat.of(out.suffix.lower().removeprefix("."))
    except ValueError:
        raise click.BadParameter(
            f"{out.name} ends in neither .xlsx nor .docx. Give the file one of these endings.",
            param_hint="--out",
        ) from None


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
