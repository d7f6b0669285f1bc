"""Committee reports over HTTP: the list, a draft with its figures, issuing, and the files of what was issued."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.council import queries as council
from casework.database import db
from casework.errors import DomainError, NotFound
from casework.permissions import Permission, can
from casework.reports import queries, service
from casework.reports.assembly import Assembled, assemble, period_of, usual_contact
from casework.reports.document import title_of
from casework.reports.facts import Period
from casework.reports.forms import (
    OTHER,
    ExemptTextsForm,
    IssueForm,
    PeriodForm,
    TextsForm,
    WithdrawForm,
    usual_periods,
)
from casework.reports.models import CommitteeReport
from casework.reports.workflow import Edition, FileFormat
from casework.web.downloads import send_office_file
from casework.web.forms import Form, page
from casework.web.guard import requires
from casework.web.paging import paginate
from casework.web.requests import page_asked

PREVIEW = 20  # rows of the case log on the page; the files have them all

bp = Blueprint("reports", __name__)


@bp.route("/reports")
@requires(Permission.REPORT_READ_ISSUED)
def index() -> ResponseReturnValue:
    """The reports, newest first; drafts for those alone who make reports."""
    number = page_asked()
    return page(
        "reports/index.html",
        page=paginate(db.session(), queries.listing(current_officer()), number),
        period_of=period_of,
    )


@bp.route("/reports/new", methods=["GET", "POST"])
@requires(Permission.REPORT_MAKE)
def new() -> ResponseReturnValue:
    """Choose the period and the edition."""
    form, offered = PeriodForm(), usual_periods(clock.today())
    form.period.choices = {
        **{value: Period(*days).label for value, days in offered.items()},
        OTHER: "Other dates",
    }
    if form.submitted():
        with form.catching():
            report = service.draft_report(
                _period(form, offered), Edition.of(form.edition.data), actor=current_officer()
            )
            flash("The draft is made. Look at its figures, then write the texts.", "success")
            return redirect(url_for(".show", report_id=report.id))
    return page("reports/new.html", form=form)


@bp.route("/reports/<int:report_id>")
@requires(Permission.REPORT_READ_ISSUED)
def show(report_id: int) -> ResponseReturnValue:
    """A draft with every figure, or an issued report with its files."""
    report = queries.get(current_officer(), report_id)
    service.check_known(report, current_officer())
    if service.kept_back(report, current_officer()):
        return page("reports/withdrawn.html", report=report, title=title_of(period_of(report)))
    if report.discarded_at:
        return page("reports/discarded.html", report=report, title=title_of(period_of(report)))
    if queries.issued(report):
        return page("reports/issued.html", report=report, title=title_of(period_of(report)))
    assembled = assemble(report)
    return page(
        "reports/draft.html",
        report=report,
        preview=PREVIEW,
        may_issue=can(current_officer(), Permission.REPORT_ISSUE),
        missing=service.missing_for_issue(report, assembled),
        **_shown(assembled),
    )


@bp.route("/reports/<int:report_id>/print")
@requires(Permission.REPORT_MAKE)
def printed(report_id: int) -> ResponseReturnValue:
    """The draft whole, for paper."""
    report = _draft(report_id)
    return page("reports/print.html", report=report, **_shown(assemble(report)))


@bp.route("/reports/<int:report_id>/texts", methods=["GET", "POST"])
@requires(Permission.REPORT_MAKE)
def texts(report_id: int) -> ResponseReturnValue:
    """What the officer writes around the figures."""
    report = _draft(report_id)
    kind = ExemptTextsForm if report.edition is Edition.EXEMPT else TextsForm
    form = kind(obj=report, data=report.texts)
    if isinstance(form, ExemptTextsForm):
        form.left_out.choices = {str(each): name for each, name in _told(report).items()}
    if form.submitted():
        with form.catching():
            service.change_report(
                report, actor=current_officer(), version=form.version.data, **_written(form)
            )
            flash("The texts are kept.", "success")
            return redirect(url_for(".show", report_id=report_id))
    return page(
        "reports/texts.html",
        form=form,
        report=report,
        period=period_of(report),
        usual_contact=usual_contact(council.settings()),
    )


@bp.route("/reports/<int:report_id>/draft/<string:ending>")
@requires(Permission.REPORT_MAKE)
def draft_file(report_id: int, ending: str) -> ResponseReturnValue:
    """The draft as a file, marked DRAFT."""
    if ending not in FileFormat.choices():
        raise NotFound
    report, kind = queries.get(current_officer(), report_id), FileFormat.of(ending)
    name = service.file_name(report, kind)
    return send_office_file(name, service.draft_file(report, kind, actor=current_officer()))


@bp.route("/reports/<int:report_id>/issue", methods=["GET", "POST"])
@requires(Permission.REPORT_ISSUE)
def issue(report_id: int) -> ResponseReturnValue:
    """What issuing means, and what is still missing."""
    report = _draft(report_id)
    form = IssueForm(version=report.version)
    if form.submitted():
        with form.catching():
            service.issue_report(
                report,
                actor=current_officer(),
                version=form.version.data or 0,
                overlap_confirmed=bool(form.overlap_confirmed.data),
            )
            flash("The report is issued. Its files are frozen.", "success")
            return redirect(url_for(".show", report_id=report_id))
    if form.failed:
        report = _draft(report_id)  # what was loaded went with the transaction that was refused
    assembled = assemble(report)
    return page(
        "reports/issue.html",
        form=form,
        report=report,
        missing=service.missing_for_issue(report, assembled),
        overlapping=queries.overlapping(report),
        period_of=period_of,
        **_shown(assembled),
    )


@bp.route("/reports/<int:report_id>/discard", methods=["GET", "POST"])
@requires(Permission.REPORT_MAKE)
def discard(report_id: int) -> ResponseReturnValue:
    """Discard a draft that is not wanted."""
    report, form = _draft(report_id), Form()
    if form.submitted():
        with form.catching():
            service.discard_report(report, actor=current_officer())
            flash("The draft is discarded.", "success")
            return redirect(url_for(".index"))
    return page("reports/discard.html", form=form, report=report, title=title_of(period_of(report)))


@bp.route("/reports/<int:report_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.REPORT_ISSUE)
def withdraw(report_id: int) -> ResponseReturnValue:
    """Withdraw an issued report, with a reason."""
    report, form = queries.get(current_officer(), report_id), WithdrawForm()
    if form.submitted():
        with form.catching():
            service.withdraw_report(report, form.reason.data or "", actor=current_officer())
            flash("The report is withdrawn.", "success")
            return redirect(url_for(".show", report_id=report_id))
    return page("reports/withdraw.html", form=form, report=report, title=title_of(period_of(report)))


@bp.route("/reports/<int:report_id>/files/<int:file_id>")
@requires(Permission.REPORT_READ_ISSUED)
def issued_file(report_id: int, file_id: int) -> ResponseReturnValue:
    """A file of an issued report, hashed again before it goes out."""
    report = queries.get(current_officer(), report_id)
    return send_office_file(*service.issued_file(report, file_id, actor=current_officer()))


def _draft(report_id: int) -> CommitteeReport:
    """Return a draft that the officer may work on."""
    report = queries.get(current_officer(), report_id)
    service.check_draft(report)
    service.check_walls(current_officer(), period_of(report))
    return report


def _shown(assembled: Assembled) -> dict[str, Any]:
    return {
        "document": assembled.document,
        "figures": assembled.figures,
        "hidden": assembled.hidden,
        "is_number": lambda value: isinstance(value, int | float),
        "is_day": lambda value: isinstance(value, date),
    }


def _told(report: CommitteeReport) -> dict[int, str]:
    """Return {id: reference} of the cases of the log."""
    told = {line.reference for line in assemble(report).figures.cases}
    return queries.ids_of(told)


def _written(form: TextsForm) -> service.ReportValues:
    values: service.ReportValues = {"texts": {name: getattr(form, name).data or "" for name in service.TEXTS}}
    if isinstance(form, ExemptTextsForm):
        values["exempt_paragraphs"] = form.exempt_paragraphs.data or []
        values["public_interest"] = form.public_interest.data or ""
        values["proper_officer"] = form.proper_officer.data or ""
        values["name_open_cases"] = bool(form.name_open_cases.data)
        values["left_out"] = [int(each) for each in form.left_out.data or []]
    return values


def _period(form: PeriodForm, offered: dict[str, tuple[date, date]]) -> Period:
    if form.period.data != OTHER:
        return Period(*offered[form.period.data])
    return Period(*(_day(form, name) for name in ("period_from", "period_to")))


def _day(form: PeriodForm, name: str) -> date:
    day = form[name].data
    if not isinstance(day, date):
        raise DomainError("Give this day, for example 1 4 2026.", name)
    return day
