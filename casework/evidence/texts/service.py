"""Reading the words in evidence, writing them down, and bringing them onto a post."""

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Post
from casework.cases.service.editing import same_case
from casework.database import command, db, let_go, lock
from casework.errors import DomainError, NotPossible, Stale
from casework.evidence.models import Exhibit
from casework.evidence.queries import live_exhibits
from casework.evidence.reading import tesseract
from casework.evidence.seals import refuse_where_sealed
from casework.evidence.service.fixity import note_fault
from casework.evidence.texts.extraction import Extract, extract
from casework.evidence.texts.models import Reading, SuggestionAnswer, Transcription
from casework.evidence.texts.queries import due, transcriptions_of
from casework.evidence.texts.searchable import feed_exhibit
from casework.evidence.texts.suggestions import Suggestion
from casework.evidence.texts.workflow import Suggested, TextState
from casework.evidence.vault import vault

AT_ONCE = 20  # files in one turn of the worker
ONTO = {Suggested.HANDLE: "handle", Suggested.WORDS: "words", Suggested.TIME: "posted_displayed"}


def read_pending() -> int:
    """Read the words of files that wait for it, and return how many were; part of the worker's minutes.

    Nothing is done, and nothing is lost, where Tesseract is not installed: they wait until it is.
    """
    if tesseract() is None:
        return 0
    done = 0
    for sha256 in due(AT_ONCE):
        let_go()
        store = vault()
        checked = store.verify(sha256)
        if not checked.intact:
            note_fault(checked)
            continue
        with store.open(sha256) as original:
            found = extract(original)
        _keep(sha256, found)
        done += 1
    return done


@command
def _keep(sha256: str, found: Extract) -> None:
    reading = db.session.get_one(Reading, sha256, populate_existing=True)
    if reading.state is not TextState.PENDING:
        return
    reading.state = TextState.READ if found.words else TextState.NOTHING if found.read else TextState.FAILED
    reading.words, reading.source, reading.own_date = found.words, found.source, found.own_date
    reading.read_at = clock.now()
    for exhibit in live_exhibits(sha256):
        record(
            Verb.TEXT_READ,
            actor=None,
            subject=exhibit,
            case=exhibit.case_id,
            label=exhibit.label,
            result=reading.state.label,
            source=found.source,
        )
        feed_exhibit(exhibit)


@command
def transcribe(exhibit: Exhibit, *, actor: Officer, words: str, shown: int) -> None:
    """Write down the words of an exhibit. `shown` is the number of the transcription that the officer saw, or 0.

    Raises Stale where another was written since, DomainError without words, NotPossible where it is sealed.
    """
    lock(exhibit)
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed. What remains of it cannot be changed.")
    refuse_where_sealed(exhibit)
    words = words.strip()
    if not words:
        raise DomainError(
            "Write down the words that it shows, or what is to be seen where there are none.", "words"
        )
    earlier = transcriptions_of(exhibit.id)
    latest = earlier[0] if earlier else None
    if latest is not None and latest.words == words:
        return
    if latest is not None and latest.number != shown:
        raise Stale(
            "Another officer wrote these words down while you did. Nothing was overwritten, and nothing of yours was "
            "saved.",
            {"Words": latest.words},
            {"Words": words},
        )
    row = Transcription(
        exhibit_id=exhibit.id,
        number=latest.number + 1 if latest else 1,
        words=words,
        made_by_id=actor.id,
        made_at=clock.now(),
    )
    db.session.add(row)
    record(
        Verb.TRANSCRIBED,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        also=[row],
        label=exhibit.label,
        number=row.number,
        changes={"words": (latest.words if latest else "", words)},
    )
    feed_exhibit(exhibit)


@command
def accept(exhibit: Exhibit, suggestion: Suggestion, *, actor: Officer, post: Post) -> None:
    """Bring what an exhibit's words suggest onto a post of its case that says nothing there yet.

    Raises NotPossible where the post says something else or the exhibit is sealed, and as `change_post` does.
    """
    lock(exhibit)
    refuse_where_sealed(exhibit)
    same_case(post, exhibit.case_id, "This post")
    name = ONTO[suggestion.kind]
    present = getattr(post, name)
    if present and present != suggestion.value:
        raise NotPossible(
            f"This post has words there already: “{present[:80]}”. Nothing was overwritten. If they are wrong, change "
            "them on the post itself."
        )
    cases.change_post(post, actor=actor, **{name: suggestion.value})  # type: ignore[arg-type]
    _answer(exhibit, suggestion, actor, post)


@command
def decline(exhibit: Exhibit, suggestion: Suggestion, *, actor: Officer) -> None:
    """Set aside what an exhibit's words suggest: it is not offered again."""
    lock(exhibit)
    _answer(exhibit, suggestion, actor, None)


def _answer(exhibit: Exhibit, suggestion: Suggestion, actor: Officer, post: Post | None) -> None:
    row = SuggestionAnswer(
        exhibit_id=exhibit.id,
        kind=suggestion.kind,
        value=suggestion.value,
        accepted=post is not None,
        post_id=post.id if post else None,
        answered_by_id=actor.id,
        answered_at=clock.now(),
    )
    db.session.add(row)
    record(
        Verb.SUGGESTION_ACCEPTED if post else Verb.SUGGESTION_DECLINED,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        also=[row],
        label=exhibit.label,
        what=suggestion.kind.label.lower(),
        value=suggestion.value,
    )
