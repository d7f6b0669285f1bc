"""Reading the library, amending a clause, comparing two versions, and loading what is shipped."""

from itertools import groupby

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.codes import queries, service
from casework.codes.comparison import compare as compare_clauses
from casework.codes.forms import AmendForm, ShippedForm
from casework.codes.history import history_of
from casework.codes.routes.blueprint import bp
from casework.codes.workflow import ClauseKind, standing
from casework.errors import NotFound
from casework.members import queries as members
from casework.permissions import Permission
from casework.web.filters import plural
from casework.web.forms import page
from casework.web.guard import requires
from casework.web.requests import row_number


@bp.get("/codes")
@requires(Permission.CODE_VIEW)
def index() -> ResponseReturnValue:
    """Every Code, its versions, and how much of their wording is loaded."""
    codes = queries.codes()
    today = clock.today()
    return page(
        "codes/index.html",
        codes=codes,
        counts=queries.counts(),
        standings={each.id: standing(each, today) for code in codes for each in code.versions},
        authorities={row.id: row.name for row in members.authorities()},
    )


@bp.get("/codes/versions/<int:version_id>")
@requires(Permission.CODE_VIEW)
def version(version_id: int) -> ResponseReturnValue:
    """The clauses of one version, by section."""
    found = queries.version(version_id)
    clauses = queries.clauses_of(version_id)
    return page(
        "codes/version.html",
        version=found,
        standing=standing(found, clock.today()),
        clauses=clauses,
        sections=[(title, list(rows)) for title, rows in groupby(clauses, lambda row: row.section)],
        worded=sum(row.wording is not None for row in clauses),
        others=[row for row in queries.versions_of(found.code_id) if row.id != version_id],
        history=history_of(found),
    )


@bp.route("/codes/clauses/<int:clause_id>")
@requires(Permission.CODE_VIEW)
def clause(clause_id: int) -> ResponseReturnValue:
    """One clause, and what happened to it."""
    row = queries.clause(clause_id)
    return page("codes/clause_page.html", clause=row, version=row.code_version, history=history_of(row))


@bp.route("/codes/clauses/<int:clause_id>/amend", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def amend(clause_id: int) -> ResponseReturnValue:
    """Amend what is our own of a clause, with a reason."""
    row = queries.clause(clause_id)
    of_version = row.code_version
    form = AmendForm(row)
    if form.submitted():
        with form.catching():
            service.amend_clause(
                row,
                title=form.title.data or "",
                summary=form.summary.data or "",
                kind=ClauseKind.of(form.kind.data),
                advice=form.advice.data or "",
                keywords=(form.keywords.data or "").splitlines(),
                paragraphs=(form.paragraphs.data or "").splitlines(),
                reason=form.reason.data or "",
                version=form.version.data,
                actor=current_officer(),
            )
            flash(f"Clause {row.reference} is amended.", "success")
            return redirect(url_for(".clause", clause_id=clause_id))
    return page("codes/amend.html", form=form, clause=row, version=of_version)


@bp.get("/codes/compare")
@requires(Permission.CODE_VIEW)
def compare() -> ResponseReturnValue:
    """Two versions side by side: `a`, the earlier, and `b`."""
    numbers = [request.args.get(name, type=row_number) for name in ("a", "b")]
    before, after = (None if number is None else queries.version(number) for number in numbers)
    if before is None or after is None:
        raise NotFound
    return page(
        "codes/compare.html",
        before=before,
        after=after,
        comparison=compare_clauses(queries.clauses_of(before.id), queries.clauses_of(after.id)),
    )


@bp.route("/codes/load-shipped", methods=["GET", "POST"])
@requires(Permission.CODE_EDIT)
def load_shipped() -> ResponseReturnValue:
    """Load the two Codes that come with Casework."""
    form = ShippedForm()
    if form.submitted():
        with form.catching():
            versions = service.load_library(
                form.authorities.data or [],
                label=form.label.data or "",
                in_force_from=form.in_force_from.data,
                actor=current_officer(),
            )
            flash(f"{plural(len(versions), 'Code')} loaded and published.", "success")
            return redirect(url_for(".index"))
    return page("codes/load_shipped.html", form=form)
