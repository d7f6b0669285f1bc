"""Evidence packs: asked for by an officer, made by the worker, checked before they are offered, and handed out."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.queries import may_see
from casework.database import command, current_unit, db, let_go, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.models import Exhibit
from casework.evidence.packs import contents, queries
from casework.evidence.packs.bag import Changed, Member, file_member, text_member, write_bag
from casework.evidence.packs.contents import CaseFacts, Selection
from casework.evidence.packs.layout import BUNDLE
from casework.evidence.packs.models import EvidencePack, PackProgress
from casework.evidence.packs.rechecking import faults
from casework.evidence.packs.signing import Signer, load_signer
from casework.evidence.packs.workflow import PackStatus, Profile
from casework.evidence.queries import of_case, released_copies
from casework.evidence.service.bundling import lay_out
from casework.evidence.service.fixity import confirm_fixity, insist_on_copies
from casework.evidence.service.holding import hold_store
from casework.evidence.texts.queries import words_by_exhibit
from casework.evidence.vault import own_settings, packs, vault
from casework.permissions import Permission, can
from casework.storage.store import FrozenBlob, Missing, disk_errors, open_intact

LARGEST = 1 << 40  # bytes
SILENT = timedelta(minutes=10)  # a making that has not moved for so long was broken off
STEPS = 20  # of progress, written down
GRACE = timedelta(days=1)


def signing_key() -> Signer:
    """Return the key that signs packs, made at its first use. Raises ConfigurationError."""
    settings = own_settings()
    let_go()
    signer, made = load_signer(settings.instance, settings.signing_key)
    if made:
        _note_key(signer.fingerprint)
    return signer


def check_may_pack(officer: Officer, profile: Profile) -> None:
    """Raise NotAllowed where the officer may not have a pack of this profile."""
    if not can(officer, Permission.EVIDENCE_PACK):
        raise NotAllowed("Evidence packs are made by those who work on cases.")
    if profile is Profile.FULL and not can(officer, Permission.EVIDENCE_ORIGINAL):
        raise NotAllowed("A full pack holds originals, which you may not open.")


@command
def ask_pack(case: Case, profile: Profile, *, actor: Officer, for_whom: str) -> EvidencePack:
    """Ask for a pack; the worker makes it.

    Raises NotAllowed, DomainError where it is not said for whom, NotPossible where nothing would be in it.
    """
    check_may_pack(actor, profile)
    if not for_whom.strip():
        raise DomainError("Say who gets the pack, and what for.", "for_whom")
    chosen = contents.select(queries.facts_of(case), profile)
    if not chosen.taken:
        raise NotPossible("There is nothing to put into this pack: every exhibit is left out.")
    pack = EvidencePack(
        case_id=case.id,
        profile=profile,
        for_whom=for_whom.strip(),
        asked_by_id=actor.id,
        asked_at=clock.now(),
        exhibit_ids=[],
        contents={},
    )
    db.session.add(pack)
    db.session.flush()
    record(
        Verb.PACK_ASKED,
        actor=actor,
        subject=pack,
        case=case,
        pack=pack.id,
        profile=profile.value,
        whom=pack.for_whom,
    )
    return pack


def make_asked_packs() -> int:
    """Make every pack that waits, and return how many were made or could not be."""
    done = 0
    let_go()
    for pack_id in queries.unfinished():
        done += make_pack(pack_id)
    return done + (_sweep() if done else 0)


def make_pack(pack_id: int) -> bool:
    """Make one pack, and say whether it was this call that took it up. What stands in its way is kept on its row."""
    if not _begin(pack_id):
        return False
    try:
        _make(pack_id)
    except DomainError as error:
        _fail(pack_id, error.message)
    except Changed as error:
        _fail(pack_id, f"{error.path} changed while the pack was being made. Ask for it again.")
    except BaseException:
        _fail(pack_id, "The software failed. Tell the system administrator; the log says more.")
        raise
    return True


def open_pack(pack: EvidencePack, *, actor: Officer) -> BinaryIO:
    """Open a pack that is ready, hashed again just before; the caller closes it. Recorded.

    Raises NotAllowed, NotPossible, Missing, Corrupt.
    """
    check_may_pack(actor, pack.profile)
    if pack.status is not PackStatus.READY or pack.sha256 is None:
        raise NotPossible("This pack is not there to be downloaded.")
    sha256 = pack.sha256
    let_go()
    opened = open_intact(packs(), sha256)
    try:
        _note_download(pack, actor)
    except BaseException:
        opened.close()
        raise
    return opened


def delete_packs_with(exhibit: Exhibit, why: str) -> None:
    """Delete, in the open unit of work, every pack that holds an exhibit which is being destroyed or sealed."""
    for pack in queries.holding(exhibit.id, exhibit.case_id):
        pack.status = PackStatus.GONE
        record(
            Verb.PACK_DELETED,
            actor=None,
            subject=pack,
            case=pack.case_id,
            pack=pack.id,
            label=exhibit.label,
            why=why,
        )
        current_unit().after_commit.append(partial(_delete_after, pack.sha256 or ""))


def _make(pack_id: int) -> None:
    pack = db.session.get_one(EvidencePack, pack_id)
    case, asker, profile = (
        db.session.get_one(Case, pack.case_id),
        db.session.get_one(Officer, pack.asked_by_id),
        pack.profile,
    )
    check_may_pack(asker, profile)
    if not may_see(asker, case.id):
        raise NotAllowed("Whoever asked for this pack may not see the case any more.")
    exhibits = {exhibit.id: exhibit for exhibit in of_case(case.id)}
    chosen = contents.select(queries.facts_of(case), profile)
    if not chosen.taken:
        raise NotPossible("There is nothing to put into this pack: every exhibit is left out.")
    confirm_fixity([exhibits[exhibit.id] for exhibit, _ in chosen.taken], actor=asker)
    copies = released_copies([exhibit.id for exhibit, _ in chosen.taken])
    insist_on_copies([copy.id for each in copies.values() for copy in each])
    facts = queries.facts_of(db.session.get_one(Case, case.id))
    chosen = contents.select(facts, profile)
    signer = signing_key()
    words = words_by_exhibit(list(exhibits.values()))
    let_go()
    with (
        disk_errors(),
        TemporaryFile(dir=own_settings().instance) as whole,
        TemporaryFile(dir=own_settings().instance) as bundle,
    ):
        tell = _teller(pack_id, 2 * chosen.size)  # once for the pages, once for the files
        lay_out(bundle, facts, chosen, words, tell)
        _write(whole, facts, chosen, signer, bundle, tell)
        found = faults(
            whole,
            profile,
            fingerprint=signer.fingerprint,
            originals=facts.originals,
            protected=facts.protected,
        )
        if found:
            raise NotPossible(f"It was made, but did not pass its own check: {' '.join(found)}")
        whole.seek(0)
        frozen = packs().freeze(whole, limit=LARGEST)
    _finish(pack_id, chosen, frozen, signer.fingerprint)


def _write(
    sink: IO[bytes],
    facts: CaseFacts,
    chosen: Selection,
    signer: Signer,
    bundle: IO[bytes],
    progress: Callable[[int], None],
) -> None:
    store = vault()
    members = [text_member(path, text) for path, text in contents.texts(facts, chosen).items()]
    members.append(file_member(BUNDLE, bundle))
    for _, held in chosen.taken:
        members += [
            Member(each.path, each.size, each.sha256, partial(store.open, each.sha256)) for each in held
        ]
    base = contents.base_name(facts, chosen.profile)
    write_bag(sink, base, members, contents.info(facts, chosen), signer, progress)


def _teller(pack_id: int, whole: int) -> Callable[[int], None]:
    """Return what is told the bytes of each piece, and writes down every twentieth part of the whole."""
    done = told = 0

    def tell(piece: int) -> None:
        nonlocal done, told
        done += piece
        if (done - told) * STEPS >= whole:
            told = done
            _note_progress(pack_id, min(done, whole), whole)

    return tell


@command
def _begin(pack_id: int) -> bool:
    """Take a pack up, unless it was made or another process is making it."""
    pack = lock(db.session.get_one(EvidencePack, pack_id))
    moved = pack.progress.at if pack.progress else pack.asked_at
    if pack.status is PackStatus.MAKING and clock.now() - moved < SILENT:
        return False
    if pack.status not in {PackStatus.ASKED, PackStatus.MAKING}:
        return False
    pack.status = PackStatus.MAKING
    db.session.merge(PackProgress(pack_id=pack_id, done=0, whole=0, at=clock.now()))
    record(Verb.PACK_BEGUN, actor=None, subject=pack, case=pack.case_id, pack=pack_id)
    return True


@command
def _note_progress(pack_id: int, done: int, whole: int) -> None:
    db.session.merge(PackProgress(pack_id=pack_id, done=done, whole=whole, at=clock.now()))


@command
def _finish(pack_id: int, chosen: Selection, frozen: FrozenBlob, fingerprint: str) -> None:
    hold_store()
    pack = lock(db.session.get_one(EvidencePack, pack_id))
    ids = [exhibit.id for exhibit, _ in chosen.taken]
    taken = [db.session.get_one(Exhibit, each) for each in ids]
    if any(queries.kept_back(exhibit) for exhibit in taken):
        raise NotPossible(
            "An exhibit was sealed or destroyed while the pack was being made. Ask for it again."
        )
    pack.status, pack.sha256, pack.size = PackStatus.READY, frozen.sha256, frozen.size
    pack.made_at, pack.fingerprint, pack.exhibit_ids = clock.now(), fingerprint, ids
    pack.contents = {
        "taken": [exhibit.label for exhibit in taken],
        "left_out": [list(each) for each in chosen.left_out],
        "files": chosen.files,
    }
    record(
        Verb.PACK_MADE,
        actor=None,
        subject=pack,
        case=pack.case_id,
        taken=len(taken),
        left=len(chosen.left_out),
        pack=pack_id,
        profile=pack.profile.value,
        sha256=frozen.sha256,
    )
    for exhibit in taken:
        record(
            Verb.EXHIBIT_PACKED,
            actor=None,
            subject=exhibit,
            case=pack.case_id,
            label=exhibit.label,
            pack=pack_id,
            profile=pack.profile.value,
            whom=pack.for_whom,
        )


@command
def _fail(pack_id: int, reason: str) -> None:
    pack = lock(db.session.get_one(EvidencePack, pack_id))
    pack.status, pack.failed_why = PackStatus.FAILED, reason
    record(Verb.PACK_FAILED, actor=None, subject=pack, case=pack.case_id, pack=pack_id, reason=reason)


@command
def _note_download(pack: EvidencePack, actor: Officer) -> None:
    record(
        Verb.PACK_DOWNLOADED,
        actor=actor,
        subject=pack,
        case=pack.case_id,
        pack=pack.id,
        profile=pack.profile.value,
        sha256=pack.sha256,
        whom=pack.for_whom,
    )


@command
def _note_key(fingerprint: str) -> None:
    record(Verb.SIGNING_KEY_MADE, actor=None, fingerprint=fingerprint)


@command
def _delete_unkept(sha256: str) -> bool:
    """Delete the bytes of a pack that no row keeps."""
    hold_store()
    if queries.is_pack_kept(sha256):
        return False
    try:
        packs().delete(sha256)
    except Missing:
        return False
    return True


def _delete_after(sha256: str) -> None:
    _delete_unkept(sha256)


def _sweep() -> int:
    """Delete what a crash between bytes and row left behind a day ago or longer."""
    store, old = packs(), clock.now() - GRACE
    let_go()
    strays = [each for each in store.iterate() if store.stored_at(each) < old]
    store.sweep_temporary(GRACE)
    return sum(_delete_unkept(each) for each in strays if not queries.is_pack_kept(each))
