"""One exhibit: its page, its pictures, its original, and what is said of it."""

from typing import Any, cast

from flask import Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.forms.fields import leave_open, typed
from casework.council import queries as council
from casework.errors import NotFound
from casework.evidence import queries, service
from casework.evidence.custody import custody_of
from casework.evidence.forms import DescriptionForm, PurposeForm
from casework.evidence.inspection import SHOWN
from casework.evidence.kinds import Kind, kind_of, safe_ending
from casework.evidence.leaves import page_count, part_sizes
from casework.evidence.lookalikes import lookalikes
from casework.evidence.models import Exhibit
from casework.evidence.origin import service as origin_service
from casework.evidence.origin.queries import assurance_of, conflicts_of
from casework.evidence.origin.workflow import Context
from casework.evidence.proposals import proposed
from casework.evidence.resting import rests_on
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, exhibit_page, still_held
from casework.evidence.routes.redaction import TONES
from casework.evidence.seals import refuse_where_sealed
from casework.evidence.service import PREVIEW, THUMBNAIL, Description
from casework.evidence.texts.queries import beside
from casework.evidence.texts.suggestions import suggest
from casework.evidence.unpacking import OPENED
from casework.permissions import Permission
from casework.web.guard import requires
from casework.web.requests import page_asked

SAID = tuple(Description.__annotations__)
SEALED = "sandbox; default-src 'none'"  # should a browser open it all the same, nothing in it runs


@bp.get("/exhibits/<int:exhibit_id>")
@requires(Permission.CASE_VIEW_SOME)
def show(exhibit_id: int) -> ResponseReturnValue:
    """What an exhibit is, what was said of it, and what has happened to it."""
    exhibit = queries.get_visible(current_officer(), exhibit_id, *WHOLE)
    if exhibit.sealed:
        return exhibit_page(
            "evidence/sealed.html",
            exhibit,
            settings=council.settings(),
            custody=custody_of(exhibit),
            proposal=queries.open_proposal(exhibit_id),
        )
    is_pdf = kind_of(exhibit.file.mime) is Kind.PDF
    return exhibit_page(
        "evidence/exhibit.html",
        exhibit,
        rests=rests_on(exhibit),
        words=service.words_of_message(exhibit),
        said=service.message_of(exhibit.file),
        whole=queries.label_of(exhibit.parent_id),
        part_sizes=part_sizes,
        page_count=page_count(exhibit.file),
        speaks=exhibit.file.mime in SHOWN,
        page_number=max(1, min(page_asked(), page_count(exhibit.file) or 1)),
        proposed=proposed(Exhibit.id == exhibit_id),
        **_inside(exhibit),
        kind=kind_of(exhibit.file.mime).phrase,
        twins=queries.same_bytes(current_officer(), exhibit),
        lookalikes=lookalikes(exhibit) if exhibit.destroyed_at is None else (),
        custody=custody_of(exhibit),
        redactions=queries.redactions_of(exhibit_id),
        redaction_tones=TONES,
        too_long=service.TOO_LONG if (exhibit.file.pages or 0) > service.MOST_PAGES and is_pdf else "",
        **_beside(exhibit),
    )


def _inside(exhibit: Exhibit) -> dict[str, Any]:
    """Return what was taken out of an exhibit, and how far that has come."""
    if kind_of(exhibit.file.mime) not in OPENED:
        return {"members": (), "unpacking": None, "closed": "", "empty": False}
    members, unpacking = queries.taken_out_of(exhibit.id), queries.unpacking_of(exhibit.id)
    closed = ""
    if unpacking is None and not members:
        closed = "came before" if service.can_unpack(exhibit) else "too deep"
    looked_through = unpacking is not None and unpacking.finished_at is not None and not unpacking.taken
    empty = kind_of(exhibit.file.mime) is Kind.ZIP and looked_through
    return {"members": members, "unpacking": unpacking, "closed": closed, "empty": empty}


def _beside(exhibit: Exhibit) -> dict[str, Any]:
    """Return what the page tells of an exhibit's origin and words: declared, read, and what follows from them."""
    if exhibit.destroyed_at is not None:
        return {"origin": None, "reading": None, "proposal": None}
    known, reading, written, proposal = beside(exhibit)
    words = written.words if written else reading.words if reading else ""
    return {
        "origin": known,
        "proposal": proposal,
        "origin_labels": origin_service.LABELS,
        "origin_asked": origin_service.ASKED,
        "context_words": lambda ticked: "; ".join(Context.of(each).label for each in ticked),
        "assurance": assurance_of(exhibit, known),
        "contradictions": conflicts_of(exhibit, known, reading.own_date if reading else None),
        "reading": reading,
        "transcription": written,
        "suggestions": suggest(words),
    }


@bp.route("/exhibits/<int:exhibit_id>/describe", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def describe(exhibit_id: int) -> ResponseReturnValue:
    """Say what an exhibit shows, who took it and when, and whether an officer saw the post live."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    refuse_where_sealed(exhibit)
    said = {name: getattr(exhibit, name) for name in SAID}
    form = DescriptionForm(
        data={**said, "version": exhibit.version, "posts": [post.id for post in exhibit.posts]}
    )
    leave_open(form, service.ASKED, exhibit.answered)
    form.posts.choices = {str(post.id): words for post, words in queries.posts_to_show(exhibit.case_id)}
    if form.submitted():
        with form.catching():
            service.describe(
                exhibit,
                actor=current_officer(),
                version=form.version.data,
                posts=form.posts.data or (),
                **cast("Description", typed(form, SAID)),
            )
            flash(f"Exhibit {exhibit.label} is described.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id))
    return exhibit_page("evidence/describe.html", exhibit, form=form)


@bp.get("/exhibits/<int:exhibit_id>/preview.png")
@requires(Permission.CASE_VIEW_SOME)
def preview(exhibit_id: int) -> ResponseReturnValue:
    """The picture of an exhibit, drawn anew from its pixels."""
    return _picture(exhibit_id, PREVIEW)


@bp.get("/exhibits/<int:exhibit_id>/thumbnail.png")
@requires(Permission.CASE_VIEW_SOME)
def thumbnail(exhibit_id: int) -> ResponseReturnValue:
    """The small picture of an exhibit."""
    return _picture(exhibit_id, THUMBNAIL)


@bp.get("/exhibits/<int:exhibit_id>/parts/<int:number>.png")
@requires(Permission.CASE_VIEW_SOME)
def part(exhibit_id: int, number: int) -> ResponseReturnValue:
    """One part of a tall capture."""
    exhibit = queries.get_visible(current_officer(), exhibit_id)
    with service.open_part(exhibit, number) as picture:
        return Response(picture.read(), mimetype="image/png")


@bp.get("/exhibits/<int:exhibit_id>/pages/<int:number>.png")
@requires(Permission.CASE_VIEW_SOME)
def printed_page(exhibit_id: int, number: int) -> ResponseReturnValue:
    """One page of a PDF."""
    exhibit = queries.get_visible(current_officer(), exhibit_id)
    with service.open_page(exhibit, number) as picture:
        return Response(picture.read(), mimetype="image/png")


@bp.get("/exhibits/<int:exhibit_id>/beside/<int:other_id>")
@requires(Permission.CASE_VIEW_SOME)
def beside_another(exhibit_id: int, other_id: int) -> ResponseReturnValue:
    """Two exhibits of one case that look alike, side by side."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    other = next((each for each in lookalikes(exhibit) if each.id == other_id), None)
    if other is None:
        raise NotFound
    other = queries.get_visible(current_officer(), other.id, *WHOLE)
    return exhibit_page(
        "evidence/beside.html", exhibit, other=other, kind_of=lambda each: kind_of(each.file.mime)
    )


@bp.route("/exhibits/<int:exhibit_id>/original", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_ORIGINAL)
def original(exhibit_id: int) -> ResponseReturnValue:
    """Download the original; asked what for, once a case and day."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    form = PurposeForm()
    if form.submitted():
        return _attachment(exhibit, form.purpose.data or "")
    if stated := queries.stated_purpose(current_officer(), exhibit.case_id):
        return _attachment(exhibit, stated)
    return exhibit_page("evidence/original.html", exhibit, form=form)


@bp.route("/exhibits/<int:exhibit_id>/full", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_ORIGINAL)
def full_size(exhibit_id: int) -> ResponseReturnValue:
    """Look at every pixel of the original; asked what for, once a case and day."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    form = PurposeForm()
    stated = queries.stated_purpose(current_officer(), exhibit.case_id)
    if form.submitted():
        stated = form.purpose.data or ""
    if not stated:
        return exhibit_page("evidence/full.html", exhibit, form=form)
    png = service.view_original(exhibit, actor=current_officer(), purpose=stated)
    return Response(png, mimetype="image/png", headers={"Cache-Control": "no-store"})


@bp.route("/exhibits/<int:exhibit_id>/metadata", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_ORIGINAL)
def metadata(exhibit_id: int) -> ResponseReturnValue:
    """Look at what the file says of itself: place, camera, remarks; asked what for, once a case and day."""
    exhibit = still_held(queries.get_visible(current_officer(), exhibit_id, *WHOLE))
    form = PurposeForm()
    stated = queries.stated_purpose(current_officer(), exhibit.case_id)
    if form.submitted():
        stated = form.purpose.data or ""
    if not stated:
        return exhibit_page("evidence/metadata.html", exhibit, form=form)
    said = service.view_metadata(exhibit, actor=current_officer(), purpose=stated)
    html, status = exhibit_page("evidence/metadata.html", exhibit, said=said)
    return html, status, {"Cache-Control": "no-store"}


def _picture(exhibit_id: int, kind: str) -> ResponseReturnValue:
    exhibit = queries.get_visible(current_officer(), exhibit_id)
    with service.open_picture(exhibit, kind) as picture:
        return Response(picture.read(), mimetype="image/png")


def _attachment(exhibit: Exhibit, purpose: str) -> Response:
    """Return the original as a download under a name of our own: never shown in the browser, whatever it is."""
    name = f"{exhibit.prefix}-{exhibit.number}.{safe_ending(exhibit.file.mime)}"
    size = exhibit.file.size
    response = send_file(
        service.open_original(exhibit, actor=current_officer(), purpose=purpose),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        etag=False,
        conditional=False,
    )
    response.content_length = size
    response.headers["Content-Security-Policy"] = SEALED
    return response
