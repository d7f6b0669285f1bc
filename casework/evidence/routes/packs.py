"""Evidence packs: what would be in one and what not, asking for it, downloading it, and what checks it elsewhere."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.page import case_page, open_case
from casework.evidence import service
from casework.evidence.forms import PackForm
from casework.evidence.packs import contents, queries
from casework.evidence.packs import signing as keys
from casework.evidence.packs.workflow import LEFT_OUT_ALWAYS, Profile
from casework.evidence.routes.blueprint import bp
from casework.permissions import Permission
from casework.web.forms import page
from casework.web.guard import requires

VERIFIER = Path(contents.__file__).parent / "verifier.html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATE = timedelta(minutes=5)  # a worker that runs takes a pack up within one
TONES = {"asked": "waiting", "making": "active", "ready": "good", "failed": "bad", "gone": "closed"}


@bp.get("/cases/<int:case_id>/packs")
@requires(Permission.EVIDENCE_PACK)
def packs(case_id: int) -> ResponseReturnValue:
    """The packs of a case, how far each is, and the three that can be made."""
    case = open_case(case_id)
    return case_page(
        "evidence/packs.html",
        case,
        "posts",
        packs=queries.packs_of(case_id),
        profiles=[*Profile],
        tones=TONES,
        overdue=clock.now() - LATE,
        grouped=keys.grouped,
    )


@bp.route("/cases/<int:case_id>/packs/new/<any(full, party, public):profile>", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_PACK)
def new_pack(case_id: int, profile: str) -> ResponseReturnValue:
    """What this pack would hold and leave out, counted first, and the button that makes it."""
    case, wanted = open_case(case_id), Profile.of(profile)
    service.check_may_pack(current_officer(), wanted)
    form = PackForm()
    if form.submitted():
        with form.catching():
            service.ask_pack(case, wanted, actor=current_officer(), for_whom=form.for_whom.data or "")
            flash("The pack is being made. It stands here when it has passed its checks.", "success")
            return redirect(url_for(".packs", case_id=case_id))
    facts = queries.facts_of(case)
    return case_page(
        "evidence/new_pack.html",
        case,
        "posts",
        form=form,
        profile=wanted,
        facts=facts,
        chosen=contents.select(facts, wanted),
        always=LEFT_OUT_ALWAYS[wanted],
    )


@bp.get("/cases/<int:case_id>/exhibit-statement.docx")
@requires(Permission.EVIDENCE_PACK)
def exhibit_statement(case_id: int) -> ResponseReturnValue:
    """Download a drafted exhibit statement, for the officer who asks to correct and sign."""
    case, whole = open_case(case_id), BytesIO()
    name = f"{case.name.replace('/', '-').replace(' ', '-')}-exhibit-statement-DRAFT.docx"
    service.draft_statement(case, whole, actor=current_officer())
    whole.seek(0)
    return send_file(whole, mimetype=DOCX, as_attachment=True, download_name=name)


@bp.get("/packs/<int:pack_id>/file")
@requires(Permission.EVIDENCE_PACK)
def pack_file(pack_id: int) -> ResponseReturnValue:
    """Download a pack."""
    pack = queries.get_visible_pack(current_officer(), pack_id)
    name, size = f"{pack.case.name.replace('/', '-').replace(' ', '-')}-{pack.profile.value}.zip", pack.size
    response = send_file(
        service.open_pack(pack, actor=current_officer()),
        mimetype="application/zip",
        as_attachment=True,
        download_name=name,
        etag=False,
        conditional=False,
    )
    if size is not None:
        response.content_length = size
    return response


@bp.get("/packs/verifier.html")
@requires(Permission.ACCOUNT_OWN)
def pack_verifier() -> ResponseReturnValue:
    """Download the page that checks packs without a network. It is never opened here: it has scripts of its own."""
    return send_file(
        VERIFIER, mimetype="text/html", as_attachment=True, download_name="check-evidence-pack.html"
    )


@bp.get("/packs/signing-key")
@requires(Permission.ACCOUNT_OWN)
def signing_key() -> ResponseReturnValue:
    """The public key that packs are signed with, and its fingerprint, for the council to publish."""
    signer = service.signing_key()
    former = [each for each in queries.signing_keys() if each != signer.fingerprint]
    return page(
        "evidence/signing_key.html", fingerprint=signer.fingerprint, former=former, grouped=keys.grouped
    )


@bp.get("/packs/signing-key.pem")
@requires(Permission.ACCOUNT_OWN)
def public_key() -> ResponseReturnValue:
    """Download the public key."""
    return send_file(
        BytesIO(service.signing_key().public_pem),
        mimetype="application/x-pem-file",
        as_attachment=True,
        download_name="evidence-pack-public-key.pem",
    )
