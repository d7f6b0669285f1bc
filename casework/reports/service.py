"""Commands of the committee reports: drafted, changed, issued, withdrawn, and handed out."""

from collections.abc import Callable, Sequence
from tempfile import TemporaryFile
from typing import IO, TypedDict, Unpack

from casework import clock
from casework.accounts.models import Officer
from casework.accounts.queries import officers_in
from casework.audit import queries as audit
from casework.audit.service import changes_of, record
from casework.audit.verbs import Verb
from casework.database import command, db, hold, let_go, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox.service import notify
from casework.permissions import Permission, Role, can
from casework.reports import queries
from casework.reports.assembly import Assembled, assemble, exemption_of, period_of
from casework.reports.document import Document, listed
from casework.reports.facts import Period
from casework.reports.models import CommitteeReport, ReportFile
from casework.reports.vault import vault
from casework.reports.workflow import Edition, ExemptParagraph, FileFormat, ReportStatus
from casework.storage.store import FrozenBlob, open_intact
from casework.versions import expect_version

ISSUING_LOCK = 7_061_837
LARGEST_FILE = 256 << 20  # bytes; a report of 100,000 cases is a tenth of it
TEXTS = ("recommendation", "changes", "implications", "background_papers", "contact")
LABELS = {
    "texts": "Texts",
    "exempt_paragraphs": "Paragraphs of Schedule 12A",
    "public_interest": "Public interest",
    "proper_officer": "Proper officer",
    "name_open_cases": "Name councillors in cases that are not closed",
    "left_out": "Cases left out of the log",
}
WALLED = (
    "You cannot make or read a report of this period, nor another of the same municipal year or the one before it. It "
    "counts every case, and so it is made by an officer from whom no case of those years is kept. Ask another officer."
)


class ReportValues(TypedDict, total=False):
    """What an officer may write in a draft. `texts`: {one of TEXTS: words}."""

    texts: dict[str, str]
    exempt_paragraphs: list[str]
    public_interest: str
    proper_officer: str
    name_open_cases: bool
    left_out: list[int]


def check_walls(viewer: Officer, period: Period) -> None:
    """Raise NotAllowed where the viewer is walled from a case of a municipal year that the report touches.

    It does not say which case. The period before counts too: its totals stand beside this one's. Years are taken
    whole, whatever period is asked for: by asking for one period after another an officer could otherwise find the
    day on which a case kept from them was received, and with the gap in the references the case.
    """
    if queries.walled_from_any(viewer, Period(period.before.start, period.end).whole_years):
        raise NotAllowed(WALLED)


@command
def draft_report(period: Period, edition: Edition, *, actor: Officer) -> CommitteeReport:
    """Begin a report. Raises NotAllowed where the officer is walled from a case of the period."""
    check_walls(actor, period)
    _check_begun(period)
    report = CommitteeReport(
        edition=edition,
        period_from=period.start,
        period_to=period.end,
        texts={},
        exempt_paragraphs=[],
        left_out=[],
        created_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(report)
    record(Verb.REPORT_DRAFTED, actor=actor, subject=report, edition=edition.value, period=period.label)
    return report


@command
def change_report(
    report: CommitteeReport, *, actor: Officer, version: int | None = None, **values: Unpack[ReportValues]
) -> None:
    """Change what the officer writes in a draft. Raises NotPossible once it is issued, Stale, NotAllowed."""
    lock(report)
    check_draft(report)
    check_walls(actor, period_of(report))
    given: ReportValues = {**values}
    if "texts" in given:
        given["texts"] = {name: given["texts"][name] for name in TEXTS if given["texts"].get(name)}
    if "exempt_paragraphs" in given:
        given["exempt_paragraphs"] = sorted(ExemptParagraph.of(value) for value in given["exempt_paragraphs"])
    if "left_out" in given:
        known = queries.references(given["left_out"])
        given["left_out"] = sorted(case_id for case_id in given["left_out"] if case_id in known)
    expect_version(report, version, given, LABELS)
    changes = changes_of(report, **given)
    if changes:
        record(Verb.REPORT_CHANGED, actor=actor, subject=report, changes=changes)


@command
def discard_report(report: CommitteeReport, *, actor: Officer) -> None:
    """Discard a draft that is not wanted. It stays in the list as discarded, with what was written in it."""
    lock(report)
    check_draft(report)
    check_walls(actor, period_of(report))
    changes = changes_of(report, discarded_at=clock.now())
    record(Verb.REPORT_DISCARDED, actor=actor, subject=report, changes=changes)


def draft_file(report: CommitteeReport, file_format: FileFormat, *, actor: Officer) -> IO[bytes]:
    """Return the report as it stands now as an open file marked DRAFT; the caller closes it. Recorded.

    Raises NotAllowed where the officer is walled from a case of the period, DomainError before the period has begun.
    """
    check_walls(actor, period_of(report))
    _check_begun(period_of(report))
    check_draft(report)
    target: IO[bytes] = TemporaryFile()  # noqa: SIM115  the caller closes it
    try:
        render(assemble(report).document, file_format, target)
        _note_draft_taken(report, file_format, actor)
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def render(document: Document, file_format: FileFormat, target: IO[bytes]) -> None:
    """Write a report in one of its two formats."""
    if file_format is FileFormat.XLSX:
        from casework.reports.xlsx import write_workbook as write
    else:
        from casework.reports.docx import write_report as write
    write(document, target)


def missing_for_issue(report: CommitteeReport, assembled: Assembled) -> list[DomainError]:
    """Return what a report cannot be issued without, each at its field; empty where it can be issued."""
    missing = assembled.covering.missing()
    if report.edition is Edition.EXEMPT:
        missing += exemption_of(report).missing()
    checks: list[Callable[[], object]] = [lambda: _period_over(report), lambda: _logs_apart(assembled)]
    for check in checks:
        try:
            check()
        except DomainError as error:
            missing.append(error)
    return missing


def issue_report(
    report: CommitteeReport, *, actor: Officer, version: int, overlap_confirmed: bool = False
) -> None:
    """Issue a draft: both files are made, frozen and hashed, and never change again.

    The figures are those of one moment, and the files carry the end of the audit trail at that moment. Raises
    NotAllowed, NotPossible, Stale, and DomainError where something is missing or an overlap is not confirmed.
    """
    if not can(actor, Permission.REPORT_ISSUE):
        raise NotAllowed("Committee reports are issued by the Monitoring Officer or a deputy.")
    check_walls(actor, period_of(report))
    check_draft(report)
    head = str(audit.head())
    assembled = assemble(report, audit_head=head)
    if missing := missing_for_issue(report, assembled):
        raise missing[0]
    if queries.overlapping(report) and not overlap_confirmed:
        raise DomainError(
            "A public report of an overlapping period was issued already: one can be subtracted from the other. Say "
            "that you have looked at this.",
            "overlap_confirmed",
        )
    name = _name(report)
    let_go()
    frozen = [(f"{name}.{kind.value}", _freeze(assembled.document, kind)) for kind in FileFormat]
    _issue(report, frozen, head, assembled, actor=actor, version=version)


@command
def _issue(
    report: CommitteeReport,
    frozen: Sequence[tuple[str, FrozenBlob]],
    head: str,
    assembled: Assembled,
    *,
    actor: Officer,
    version: int,
) -> None:
    hold(ISSUING_LOCK)  # of two issued at once, the second has to be measured by the first
    lock(report)
    check_draft(report)
    check_walls(actor, period_of(report))
    if report.version != version:
        raise NotPossible("The draft was changed while it was being issued. Look at it again, then issue it.")
    if len(queries.overlapping(report)) != assembled.overlapping:
        raise NotPossible(
            "Another report of these days was issued just now. Look at this one again, then issue it."
        )
    report.published = assembled.published.kept() if assembled.published else None
    changes = changes_of(
        report,
        status=ReportStatus.ISSUED,
        issued_by_id=actor.id,
        issued_at=clock.now(),
        audit_head=head,
    )
    files = [
        ReportFile(report_id=report.id, name=name, sha256=blob.sha256, size=blob.size)
        for name, blob in frozen
    ]
    db.session.add_all(files)
    record(
        Verb.REPORT_ISSUED,
        actor=actor,
        subject=report,
        also=files,
        changes=changes,
        files={file.name: file.sha256 for file in files},
    )


@command
def withdraw_report(report: CommitteeReport, reason: str, *, actor: Officer) -> None:
    """Withdraw an issued report. It stays on the record, with its files and the reason, and the clerks are told."""
    if not can(actor, Permission.REPORT_ISSUE):
        raise NotAllowed("Committee reports are withdrawn by the Monitoring Officer or a deputy.")
    lock(report)
    if report.status is not ReportStatus.ISSUED:
        raise NotPossible("Only an issued report can be withdrawn, and only once.")
    if not reason.strip():
        raise DomainError("Say why the report is withdrawn.", "reason")
    changes = changes_of(report, status=ReportStatus.WITHDRAWN, withdrawn_reason=reason.strip())
    record(Verb.REPORT_WITHDRAWN, actor=actor, subject=report, changes=changes, reason=reason.strip())
    text = (
        f"The {report.edition.label.lower()} report for {period_of(report).label} was withdrawn. Take it off wherever "
        "it was published."
    )
    for clerk in officers_in(Role.CLERK):
        if clerk.id != actor.id:
            notify(clerk.id, text, f"/reports/{report.id}")


def issued_file(report: CommitteeReport, file_id: int, *, actor: Officer) -> tuple[str, IO[bytes]]:
    """Return (name, open file) of an issued report, hashed again before it is handed out; the caller closes it.

    A withdrawn report goes to those alone who make reports; an exempt one to nobody walled from a case of its period.
    """
    check_readable(report, actor)
    file = queries.file_of(report, file_id)
    name, sha256 = file.name, file.sha256
    let_go()
    opened = open_intact(vault(), sha256)
    try:
        _note_taken(report, name, sha256, actor)
    except BaseException:
        opened.close()
        raise
    return name, opened


def check_known(report: CommitteeReport, viewer: Officer) -> None:
    """Raise NotAllowed where a wall keeps even the report's page from the viewer."""
    if report.edition is Edition.EXEMPT or not queries.issued(report):
        check_walls(viewer, period_of(report))


def check_readable(report: CommitteeReport, viewer: Officer) -> None:
    """Raise NotAllowed where the viewer may not read this report, although its role reads reports."""
    check_known(report, viewer)
    if kept_back(report, viewer):
        raise NotAllowed(
            "This report was withdrawn. Ask the Monitoring Officer for the one that replaces it."
        )


def kept_back(report: CommitteeReport, viewer: Officer) -> bool:
    """Say whether the report was withdrawn, and is kept from a viewer who does not make reports."""
    return report.status is ReportStatus.WITHDRAWN and not can(viewer, Permission.REPORT_MAKE)


@command
def _note_taken(report: CommitteeReport, name: str, sha256: str, actor: Officer) -> None:
    record(Verb.REPORT_DOWNLOADED, actor=actor, subject=report, name=name, sha256=sha256)


@command
def _note_draft_taken(report: CommitteeReport, file_format: FileFormat, actor: Officer) -> None:
    kept = report if report in db.session else None
    record(
        Verb.REPORT_DOWNLOADED,
        actor=actor,
        subject=kept,
        name=f"{_name(report)}-DRAFT.{file_format.value}",
        edition=report.edition.value,
        period=period_of(report).label,
    )


def _freeze(document: Document, kind: FileFormat) -> FrozenBlob:
    with TemporaryFile() as whole:
        render(document, kind, whole)
        whole.seek(0)
        return vault().freeze(whole, limit=LARGEST_FILE)


def _name(report: CommitteeReport) -> str:
    return f"{report.edition.value}-report-{report.period_from.isoformat()}-to-{report.period_to.isoformat()}"


def check_draft(report: CommitteeReport) -> None:
    """Raise NotPossible where the report is no longer a draft."""
    if report.discarded_at:
        raise NotPossible("This draft was discarded. Make another one.")
    if queries.issued(report):
        raise NotPossible(
            "This report is issued and cannot be changed: its files are on its page. Draft another one, and withdraw "
            "this one."
        )


def _check_begun(period: Period) -> None:
    if period.start > clock.today():
        raise DomainError("This period has not begun. Choose one that has.", "period_from")


def _period_over(report: CommitteeReport) -> None:
    if report.period_to >= clock.today():
        raise DomainError(
            "The period is not over, so its figures can still change. Issue the report when it is.",
            "period_to",
        )


def _logs_apart(assembled: Assembled) -> None:
    if assembled.told_by_logs:
        raise DomainError(
            f"The case log of the public report of {listed(assembled.told_by_logs)} says more of each case than this "
            "one: with the references of both, small numbers could be worked out. Choose a period apart from it, "
            "or issue the exempt edition.",
            "period_to",
        )


def file_name(report: CommitteeReport, file_format: FileFormat) -> str:
    """Return what a draft's file is called."""
    return f"{_name(report)}-DRAFT.{file_format.value}"
