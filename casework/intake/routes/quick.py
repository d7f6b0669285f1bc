"""The quick page: one screenshot, its address and a name, in a minute."""

from dataclasses import asdict
from uuid import UUID, uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Case
from casework.cases.queries import get_visible
from casework.cases.service.editing import need_address, not_in_future
from casework.cases.workflow import CaseStatus, Missing
from casework.council import queries as council
from casework.errors import DomainError
from casework.evidence import queries as evidence
from casework.evidence.receipts import shown
from casework.intake import queries, service
from casework.intake.forms import QUICK_FIELDS, QuickForm
from casework.intake.models import Jotting
from casework.intake.routes import files
from casework.intake.routes.blueprint import bp
from casework.intake.service import QuickLog
from casework.members import queries as members
from casework.members.models import Councillor
from casework.permissions import Permission
from casework.web.filters import file_size
from casework.web.forms import page
from casework.web.guard import requires


@bp.get("/log")
@requires(Permission.CASE_LOG)
def start() -> ResponseReturnValue:
    """Open the quick page under a key of its own, so that a reload comes back to what was kept."""
    return redirect(url_for(".quick", key=uuid4()))


@bp.get("/log/new/<uuid:key>")
@requires(Permission.CASE_LOG)
def quick(key: UUID) -> ResponseReturnValue:
    """The quick page, with what was kept of it; the draft itself once it was sent."""
    jotting, case = _kept(key)
    if case is not None and jotting is not None and (jotting.sent_at or case.status is not CaseStatus.DRAFT):
        return redirect(url_for(".draft", case_id=case.id))
    return _page(key, _form(jotting), case)


@bp.post("/log/new/<uuid:key>")
@requires(Permission.CASE_LOG)
def send(key: UUID) -> ResponseReturnValue:
    """Take the pictures and the answers into the draft, and show it for a check."""
    officer, form, refused = current_officer(), QuickForm(), []
    if files.any_came():
        refused = files.refusals(files.take_in(service.begin(str(key), actor=officer).id))
    whole = "steps" not in request.form
    if not whole:
        form.ask_for_little()
    if not refused:
        well_formed, answers = form.submitted(), _answers(form)
        if whole:
            _expect_enough(form, answers, _kept(key)[1])
        if well_formed and not form.failed:
            with form.catching():
                case = service.send(str(key), answers, actor=officer)
                return redirect(url_for(".check" if whole else ".draft", case_id=case.id))
    service.keep_words(str(key), _typed(), actor=officer)
    return _page(key, form, _kept(key)[1], refused)


@bp.post("/log/new/<uuid:key>/keep")
@requires(Permission.CASE_LOG)
def keep(key: UUID) -> ResponseReturnValue:
    """Keep what is typed so far, for the page's own script."""
    service.keep_words(str(key), _typed(), actor=current_officer())
    return {"kept_at": f"{clock.london_time(clock.now()):%H:%M}"}


@bp.post("/log/new/<uuid:key>/files")
@requires(Permission.CASE_LOG)
def upload(key: UUID) -> ResponseReturnValue:
    """Take in what was chosen, dropped or pasted, as soon as it comes; the first file begins the draft."""
    if not files.any_came():
        return {"error": "Choose a file to upload."}, 422
    case = service.begin(str(key), actor=current_officer())
    return files.answer_box(files.take_in(case.id))


@bp.get("/log/councillors")
@requires(Permission.CASE_LOG)
def councillors() -> ResponseReturnValue:
    """Answer the type-ahead."""
    return [asdict(match) for match in members.find(request.args.get("q", ""))]


def _kept(key: UUID) -> tuple[Jotting | None, Case | None]:
    jotting = queries.jotting(str(key))
    if jotting is None or jotting.case_id is None:
        return jotting, None
    return jotting, get_visible(current_officer(), jotting.case_id)


def _typed() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if name in QUICK_FIELDS and value}


def _form(jotting: Jotting | None) -> QuickForm:
    if jotting is not None and jotting.fields:
        return QuickForm(MultiDict(jotting.fields))
    return QuickForm(data={"received_on": clock.today()})


def _answers(form: QuickForm) -> QuickLog:
    """Return what was answered. Each answer that cannot be is told beside its field, all of them at once."""
    councillor, received_on = None, form.received_on.data or clock.today()
    with form.catching():
        councillor = _councillor(form)
    with form.catching():
        not_in_future(received_on, clock.today(), "The date received", "received_on")
    with form.catching():
        need_address(form.address.data or "")
    return QuickLog(
        received_on=received_on,
        address=form.address.data or "",
        description=form.description.data or "",
        councillor=councillor,
        not_identified=form.not_identified.data,
        category=form.category.data,
        complainant_name=form.complainant_name.data or "",
        asks_confidentiality=form.asks_confidentiality.data,
    )


def _councillor(form: QuickForm) -> Councillor | None:
    words = form.councillor.data or ""
    chosen = request.form.get("councillor_id", "")
    if not words and not chosen:
        return None
    if form.not_identified.data:
        raise DomainError(
            "Name the councillor, or tick that they are not yet identified: not both.", "councillor"
        )
    return queries.councillor_named(words, chosen)


def _expect_enough(form: QuickForm, answers: QuickLog, case: Case | None) -> None:
    """Ask on this page, beside the field, for what a reference will need."""
    pictured = case is not None and evidence.standing(case.id)
    if not (answers.address or answers.description or pictured):
        form.add(DomainError(Missing.SUBSTANCE.label, "address"))
    if not (answers.councillor or answers.not_identified or form.councillor.errors):
        form.add(DomainError(Missing.MEMBER.label, "councillor"))


def _page(
    key: UUID, form: QuickForm, case: Case | None, refused: list[str] | None = None
) -> ResponseReturnValue:
    exhibits = queries.exhibits_of(case.id) if case else []
    limit = files.file_limit()
    html, status = page(
        "intake/quick.html",
        form=form,
        key=key,
        receipts=[shown(exhibit) for exhibit in exhibits],
        refused=refused or [],
        limit=limit,
        most=file_size(limit),
        police=council.settings().police_contact,
        fitting=members.find(form.councillor.data or "") if form.councillor.errors else [],
        waiting=queries.count_drafts(current_officer()) - (case is not None),
    )
    return html, 422 if refused else status
