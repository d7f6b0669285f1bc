"""What a pack is made from, and the packs of a case. Nothing here that two looks at one case would tell differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Officer
from casework.cases.models import Case, Complaint, Post
from casework.cases.queries import Viewer, complaints_of, posts_of, sees, subjects_of
from casework.cases.workflow import Confidentiality
from casework.council import queries as council
from casework.database import db
from casework.errors import NotFound
from casework.evidence.kinds import Kind, kind_of, safe_ending
from casework.evidence.models import Derivative, Exhibit, Redaction
from casework.evidence.packs.contents import CaseFacts, ExhibitFacts, Held
from casework.evidence.packs.layout import ORIGINALS, PICTURES, REDACTED
from casework.evidence.packs.models import EvidencePack
from casework.evidence.packs.trail import custody_lines
from casework.evidence.packs.workflow import CHANGED, DESTROYED, QUARANTINED, READER_OF, SEALED, PackStatus
from casework.evidence.queries import of_case, released_copies
from casework.evidence.redaction.regions import Reason
from casework.evidence.workflow import CapturedBy

PROMISED = {Confidentiality.GRANTED, Confidentiality.UNDECIDED}
PICTURE = "preview"
UNANSWERED = "[Not answered yet]"  # “not known” is an answer, which somebody gave


def get_visible_pack(viewer: Viewer, pack_id: int) -> EvidencePack:
    """Return the pack with its case; raise NotFound where its case is hidden from `viewer`."""
    pack = db.session.scalar(
        select(EvidencePack)
        .where(EvidencePack.id == pack_id, sees(viewer, EvidencePack.case_id))
        .options(joinedload(EvidencePack.case))
    )
    if pack is None:
        raise NotFound
    return pack


def packs_of(case_id: int) -> Sequence[EvidencePack]:
    """Return the packs of a case, the newest first, with who asked for each."""
    return db.session.scalars(
        select(EvidencePack)
        .where(EvidencePack.case_id == case_id)
        .options(joinedload(EvidencePack.asked_by).lazyload(Officer.role_rows))
        .order_by(EvidencePack.id.desc())
    ).all()


def unfinished() -> Sequence[int]:
    """Return the ids of the packs that are to be made, or whose making was broken off, the oldest first."""
    waiting = (PackStatus.ASKED, PackStatus.MAKING)
    return db.session.scalars(
        select(EvidencePack.id).where(EvidencePack.status.in_(waiting)).order_by(EvidencePack.id)
    ).all()


def holding(exhibit_id: int, case_id: int) -> list[EvidencePack]:
    """Return the packs that hold this exhibit and are there still."""
    rows = db.session.scalars(
        select(EvidencePack).where(EvidencePack.case_id == case_id, EvidencePack.status == PackStatus.READY)
    )
    return [pack for pack in rows if exhibit_id in pack.exhibit_ids]


def is_pack_kept(sha256: str) -> bool:
    """Say whether a pack that is still there has this address."""
    row = select(EvidencePack.id).where(
        EvidencePack.sha256 == sha256, EvidencePack.status == PackStatus.READY
    )
    return db.session.scalar(row.limit(1)) is not None


def signing_keys() -> list[str]:
    """Return the fingerprints of every key that has signed a pack."""
    return list(
        db.session.scalars(
            select(EvidencePack.fingerprint)
            .where(EvidencePack.fingerprint != "")
            .distinct()
            .order_by(EvidencePack.fingerprint)
        )
    )


def kept_back(exhibit: Exhibit) -> str:
    """Return why an exhibit goes into no pack at all; "" where it may."""
    reasons = (
        (exhibit.destroyed_at is not None, DESTROYED),
        (exhibit.file.sealed_at is not None, SEALED),
        (exhibit.held, QUARANTINED),
        (not exhibit.file.intact, CHANGED),
    )
    return next((why for is_so, why in reasons if is_so), "")


def facts_of(case: Case) -> CaseFacts:
    """Gather everything that some pack of this case may hold."""
    exhibits, complaints = of_case(case.id), complaints_of(case.id)
    ids = [exhibit.id for exhibit in exhibits]
    labels: dict[int | None, str] = {exhibit.id: exhibit.label for exhibit in exhibits}
    released = released_copies(ids)
    pictures = {
        row.parent_sha256: row
        for row in db.session.scalars(
            select(Derivative).where(
                Derivative.kind == PICTURE, Derivative.parent_sha256.in_([each.sha256 for each in exhibits])
            )
        )
    }
    custody, head = custody_lines(exhibits)
    posts = posts_of(case.id)
    numbers = {post.id: str(number) for number, post in enumerate(posts, 1)}
    hidden = any(complaint.confidentiality in PROMISED for complaint in complaints)
    return CaseFacts(
        reference=case.name,
        council=council.settings().council_name,
        values=_case_values(case, posts, complaints),
        exhibits=[
            _exhibit(
                each,
                numbers,
                pictures.get(each.sha256),
                released[each.id],
                parent=labels.get(each.parent_id, ""),
                hidden=hidden,
            )
            for each in exhibits
        ],
        custody=custody,
        head=head,
        protected=_protected(exhibits, complaints),
        originals=frozenset(exhibit.sha256 for exhibit in exhibits),
    )


def _protected(exhibits: Sequence[Exhibit], complaints: Sequence[Complaint]) -> tuple[str, ...]:
    """Return the names and contacts of complainants, and of whoever took a capture for us."""
    found = {name for each in complaints for name in (each.complainant_name, each.complainant_contact)}
    found |= {each.captured_by_name for each in exhibits if each.captured_by is not CapturedBy.OFFICER}
    return tuple(sorted(name.strip() for name in found if name.strip()))


def _exhibit(
    exhibit: Exhibit,
    numbers: dict[int, str],
    picture: Derivative | None,
    released: Sequence[Redaction],
    *,
    parent: str,
    hidden: bool,
) -> ExhibitFacts:
    name, file = f"{exhibit.prefix}-{exhibit.number}", exhibit.file
    by_complainant = exhibit.captured_by is CapturedBy.COMPLAINANT
    return ExhibitFacts(
        id=exhibit.id,
        label=exhibit.label,
        values={
            "label": exhibit.label,
            "title": exhibit.title,
            "kind": kind_of(file.mime).phrase,
            "size": str(file.size),
            "sha256": exhibit.sha256,
            "received": exhibit.received_at.isoformat(),
            "received on": exhibit.received_at.date().isoformat(),
            "received by": exhibit.received_by.name,
            "how it came": exhibit.arrival.label,
            "who took it": exhibit.captured_by.label if "captured_by" in exhibit.answered else UNANSWERED,
            "their name": "" if hidden and by_complainant else exhibit.captured_by_name,
            "obtained on": exhibit.obtained_on.isoformat() if exhibit.obtained_on else "",
            "seen live": exhibit.seen_live.label if "seen_live" in exhibit.answered else UNANSWERED,
            "name where it came from": exhibit.declared_name,
            "taken out of": parent,
            "posts": " ".join(sorted((numbers[post.id] for post in exhibit.posts), key=int)),
        },
        original=Held(f"{ORIGINALS}{name}.{safe_ending(file.mime)}", exhibit.sha256, file.size),
        picture=Held(f"{PICTURES}{name}.png", picture.sha256, picture.size) if picture else None,
        released=tuple(held for copy in released for held in _pages(name, copy)),
        certificates=tuple(_certificate(name, copy) for copy in released),
        kept_back=kept_back(exhibit),
        not_for={
            profile: frozenset(
                held.path for copy in released if reader not in copy.readers for held in _pages(name, copy)
            )
            for profile, reader in READER_OF.items()
        },
        pages=file.pages or 1,
        is_document=kind_of(file.mime) is Kind.PDF,
    )


def _pages(name: str, copy: Redaction) -> list[Held]:
    several = len(copy.pages) > 1
    return [
        Held(
            f"{REDACTED}{name}-redacted-{copy.number}{f'-page-{page.page}' if several else ''}.png",
            page.sha256,
            page.size,
        )
        for page in copy.pages
    ]


def _certificate(name: str, copy: Redaction) -> dict[str, Any]:
    """Return what may be told of a redacted copy to whoever gets it: reasons, and not what stood beneath."""
    return {
        "copy": f"{name}-redacted-{copy.number}",
        "shows": copy.description,
        "files": {held.path: held.sha256 for held in _pages(name, copy)},
        "reasons": [
            f"Box {number}, page {region['page']}: {Reason.of(region['reason']).label}"
            for number, region in enumerate(copy.regions, 1)
        ],
        "checks": copy.report,
    }


def _case_values(case: Case, posts: Sequence[Post], complaints: Sequence[Complaint]) -> dict[str, Any]:
    named = [
        {"name": each.councillor.name, "authority": each.authority.name if each.authority else ""}
        for each in subjects_of(case.id)
        if not each.removed_reason
    ]
    return {
        "reference": case.name,
        "received on": case.received_on.isoformat(),
        "nature": case.nature.label,
        "councillors": named,
        "post dates": [post.posted_displayed for post in posts if not post.taken_out_reason],
        "posts": [_post(number, post) for number, post in enumerate(posts, 1)],
        "complaints": [
            {
                "received on": each.received_on.isoformat(),
                "from": each.category.label,
                "name": "(kept confidential)" if each.confidentiality in PROMISED else each.complainant_name,
            }
            for each in complaints
        ],
    }


def _post(number: int, post: Post) -> dict[str, Any]:
    return {
        "number": number,
        "address": post.address,
        "platform": post.platform.label if post.platform else post.platform_name,
        "handle": post.handle,
        "words": post.words,
        "date as displayed": post.posted_displayed,
        "tied to the councillor by": post.attribution.label,
        "taken out of the record because": post.taken_out_reason,
    }
