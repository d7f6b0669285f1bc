"""Making and changing an allegation: conduct, councillor, the version in force, and the clauses engaged."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.accounts.identity import current_officer
from casework.cases import queries, service
from casework.cases.models import Case, Conduct, SubjectMember
from casework.cases.page import case_page, open_case
from casework.cases.queries import Governing, SuggestedClause
from casework.codes import queries as codes
from casework.codes.models import Clause, CodeVersion
from casework.database import db
from casework.permissions import Permission
from casework.procedure.forms import AllegationForm, NewAllegationForm
from casework.procedure.routes.allegations import SECTION, back_to, list_of, one_of_case
from casework.procedure.routes.blueprint import bp
from casework.procedure.standing import Assessed
from casework.web.forms import Form
from casework.web.guard import requires
from casework.web.requests import row_number

PROPOSED = "Proposed for these clauses"
Paragraphs = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Matter:
    """What an allegation is about. What is None is still to be chosen."""

    case: Case
    conducts: Sequence[Conduct]
    subjects: Sequence[SubjectMember]
    conduct: Conduct | None
    subject: SubjectMember | None
    governing: Governing | None
    version: CodeVersion | None

    @property
    def words(self) -> list[str]:
        """The words of the posts."""
        return [post.words for each in self.conducts for post in each.posts if not post.taken_out_reason]

    @property
    def settled(self) -> bool:
        """Whether the clauses can be chosen."""
        return self.version is not None and (self.subject is not None or not self.subjects)


@dataclass(frozen=True)
class Sheet:
    """The clauses as the form lists them: suggested obligations, the rest by section, and what is context only."""

    suggested: list[SuggestedClause]
    sections: list[tuple[str, list[Clause]]]
    context: list[SuggestedClause]
    paragraphs: Paragraphs


@bp.route("/cases/<int:case_id>/allegations/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def make(case_id: int) -> ResponseReturnValue:
    """Make an allegation. What is not the only one is asked first: conduct, councillor, version of the Code."""
    matter = _matter(case_id)
    if not matter.settled or matter.version is None or matter.governing is None:
        return case_page("procedure/choose.html", matter.case, SECTION, matter=matter, back=list_of(case_id))
    sheet = _sheet(matter.case, matter.governing, matter.version, posts=matter.words)
    accepted = [each.clause.id for each in sheet.suggested if each.accepted]
    form = NewAllegationForm(clauses=accepted, version_id=matter.version.id)
    form.paragraph.choices = sheet.paragraphs
    if form.submitted():
        with form.catching():
            return _make(matter, form)
    if form.failed:  # a refused command has let go of what was loaded
        matter = _matter(case_id)
        if matter.governing and matter.version:
            sheet = _sheet(matter.case, matter.governing, matter.version, posts=matter.words)
    return _page(matter.case, form, sheet, matter.governing, matter.version, "What is alleged", matter=matter)


@bp.route("/cases/<int:case_id>/allegations/<int:allegation_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def change(case_id: int, allegation_id: int) -> ResponseReturnValue:
    """Change what is alleged."""
    case, found = one_of_case(case_id, allegation_id)
    row = found.row
    governing, version = _governing(found)
    if version is None:
        matter = Matter(case, [row.conduct], [], row.conduct, row.subject, governing, None)
        return case_page("procedure/choose.html", case, SECTION, matter=matter, back=list_of(case_id))
    clauses = row.clauses
    sheet = _sheet(case, governing, version, engaged=clauses)
    form = AllegationForm(
        version=row.version,
        gist=row.gist,
        version_reason=row.version_reason,
        clauses=[clause.id for clause in clauses],
        paragraph=f"{row.paragraph_version_id}:{row.paragraph}" if row.paragraph else "",
        version_id=version.id,
    )
    form.paragraph.choices = sheet.paragraphs
    if form.submitted():
        with form.catching():
            service.change_allegation(row, version=form.version.data, **_typed(form))
            flash("The allegation is changed.", "success")
            return back_to(case_id, allegation_id)
    if form.failed:
        case, found = one_of_case(case_id, allegation_id)
        governing, version = _governing(found)
        sheet = _sheet(
            case, governing, version or codes.version(form.version_id.data or 0), engaged=found.row.clauses
        )
    return _page(case, form, sheet, governing, version, f"Change {found.name.lower()}", found=found)


@bp.get("/cases/<int:case_id>/allegations/suggested")
@requires(Permission.CASE_VIEW_SOME)
def suggested(case_id: int) -> ResponseReturnValue:
    """The clauses that the words of the case point to, to accept or set aside."""
    matter = _matter(case_id)
    sheet = (
        _sheet(matter.case, matter.governing, matter.version, posts=matter.words)
        if matter.governing and matter.version
        else None
    )
    return case_page("procedure/suggested.html", matter.case, SECTION, matter=matter, sheet=sheet)


@bp.post("/cases/<int:case_id>/allegations/suggested/<int:clause_id>/<any(accept, aside):answer>")
@requires(Permission.CASE_EDIT)
def mark(case_id: int, clause_id: int, answer: str) -> ResponseReturnValue:
    """Accept a suggested clause, or set it aside."""
    case = open_case(case_id)
    clause = codes.clause(clause_id)
    words = next((each.words for each in queries.suggested_clauses(case, [clause])), ())
    service.mark_clause(case, clause, accepted=answer == "accept", words=words, actor=current_officer())
    flash(f"{clause.reference} is {'accepted' if answer == 'accept' else 'set aside'}.", "success")
    return redirect(
        url_for(".suggested", case_id=case_id, version=clause.version_id, _anchor=f"clause-{clause_id}")
    )


def _matter(case_id: int) -> Matter:
    """Return what the address names, and what needs no choice because there is only one."""
    case = open_case(case_id)
    conducts = queries.conducts_of(case_id)
    subjects = [subject for subject in case.subjects if not subject.removed_reason]
    conduct, subject = _picked(conducts, "conduct"), _picked(subjects, "councillor")
    if conduct is None:
        return Matter(case, conducts, subjects, None, subject, None, None)
    governing = queries.governing_codes(conduct, subject.authority_id if subject else None)
    version = governing.social_media.version or _picked(governing.social_media.candidates, "version")
    return Matter(case, conducts, subjects, conduct, subject, governing, version)


def _picked(rows: Sequence[Any], name: str) -> Any:
    """Return the row whose id the address gives as `name`, or the only one that there is."""
    wanted = request.args.get(name, type=row_number)
    return rows[0] if len(rows) == 1 else next((row for row in rows if row.id == wanted), None)


def _governing(found: Assessed) -> tuple[Governing, CodeVersion | None]:
    """Return the Codes that bind an allegation's conduct now, and its version where that still may."""
    row = found.row
    governing = queries.governing_codes(row.conduct, row.subject.authority_id if row.subject else None)
    candidates = governing.social_media.candidates
    kept = next((each for each in candidates if each.id == row.version_id), None)
    return governing, governing.social_media.version or kept or _picked(candidates, "version")


def _sheet(
    case: Case,
    governing: Governing,
    version: CodeVersion,
    *,
    engaged: Sequence[Clause] = (),
    posts: Iterable[str] | None = None,
) -> Sheet:
    """Return the clauses of `version`, and the Members' Code with what the cross-walk proposes in it."""
    members = list(governing.members.candidates)
    rows = codes.clauses_in([version.id, *(each.id for each in members)])
    clauses = [row for row in rows if row.version_id == version.id]
    pointed = queries.suggested_clauses(case, clauses, posts)
    first = [each for each in pointed if each.clause.kind.grounds_allegation and each.accepted is not False]
    listed = {each.clause.id for each in first}
    rest = [row for row in clauses if row.kind.grounds_allegation and row.id not in listed]
    proposing = engaged or [each.clause for each in first]
    return Sheet(
        suggested=first,
        sections=[(section, list(group)) for section, group in groupby(rest, key=lambda row: row.section)],
        context=[each for each in pointed if each.clause.id not in listed],
        paragraphs=_paragraphs(members, rows, {each for clause in proposing for each in clause.paragraphs}),
    )


def _paragraphs(
    versions: Sequence[CodeVersion], rows: Iterable[Clause], proposed: Collection[str]
) -> Paragraphs:
    """Return {group: {"version:reference": words}}: those proposed first, and each Code where there are several."""
    labels = {version.id: version.label for version in versions}
    groups: Paragraphs = {"Later": {"": "Not named yet"}, PROPOSED: {}}
    for row in rows:
        if row.version_id not in labels:
            continue
        code = f" ({labels[row.version_id]})" if len(versions) > 1 else ""
        group = PROPOSED if row.reference in proposed else f"Members’ Code{code}"
        words = f"{row.reference} {row.title}{code if group == PROPOSED else ''}"
        groups.setdefault(group, {})[f"{row.version_id}:{row.reference}"] = words
    return {name: group for name, group in groups.items() if group}


def _make(matter: Matter, form: NewAllegationForm) -> Response:
    row = service.make_allegation(
        matter.case,
        conduct=db.session.get_one(Conduct, matter.conduct.id if matter.conduct else 0),
        subject=matter.subject,
        **_typed(form),
    )
    flash("The allegation is recorded. Next: was the member acting as a councillor?", "success")
    return redirect(url_for(".capacity", case_id=row.case_id, allegation_id=row.id))


def _typed(form: NewAllegationForm) -> dict[str, Any]:
    version_id, _, reference = (form.paragraph.data or "").partition(":")
    return {
        "actor": current_officer(),
        "clauses": form.clauses.data or [],
        "paragraph": reference,
        "paragraph_version_id": int(version_id) if version_id.isdecimal() else None,
        "gist": form.gist.data or "",
        "version_id": form.version_id.data,
        "version_reason": form.version_reason.data or "",
    }


def _page(
    case: Case,
    form: Form,
    sheet: Sheet,
    governing: Governing | None,
    version: CodeVersion | None,
    heading: str,
    **context: Any,
) -> tuple[str, int]:
    """Draw the form. The reason for the version is asked for only where the date of the conduct does not settle it."""
    chosen = governing is not None and (
        governing.social_media.needs_choice or len(governing.members.candidates) > 1
    )
    return case_page(
        "procedure/allegation.html",
        case,
        SECTION,
        form=form,
        back=list_of(case.id),
        sheet=sheet,
        governing=governing,
        code_version=version,
        needs_reason=chosen,
        heading=heading,
        **{"matter": None, "found": None, **context},
    )
