"""The proof sheet of a removal: what was asked, answered and seen, the pictures before and after, and their hashes.

Each post has a sheet of its own, which says what it shows and what it does not. No complainant is in any edition.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.clock import london_date, long_date
from casework.correspondence import queries as correspondence
from casework.correspondence.naming import names_somebody
from casework.evidence import queries as evidence
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.workflow import PreviewState, Reader
from casework.takedowns import queries
from casework.takedowns.looking import SHOWS_IT, proving, why_not_gone
from casework.takedowns.models import Observation, RemovalRequest
from casework.takedowns.places import place, platform_of
from casework.takedowns.workflow import Able, Seen
from casework.words import Choice

MOST_WORDS = 400  # characters of an answer: a sheet is a page
LEFT_OUT = "Left out here: these words name a complainant."
GONE_TWICE = (
    "That the post was gone at two looks at least 24 hours apart, each by a means that was shown able to see it or its "
    "account."
)


class Edition(Choice):
    """For whom a proof sheet is."""

    FILE = "file", "For the file"
    HANDLER = "handler", "For whoever handles the request"
    PUBLIC = "public", "Without names, for the public"


READERS = {Edition.HANDLER: Reader.TAKEDOWN, Edition.PUBLIC: Reader.PUBLIC}


@dataclass(frozen=True)
class Picture:
    """A capture, before or after. `exhibit_id`: where its own picture may be shown; `copy`: a redacted copy instead."""

    called: str
    alt: str
    sha256: str
    at: datetime
    exhibit_id: int | None = None
    copy: tuple[int, int] | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a picture to show."""
        return self.exhibit_id is not None or self.copy is not None

    @property
    def key(self) -> str:
        """What its file is called in a document."""
        return f"exhibit-{self.exhibit_id}" if self.copy is None else f"copy-{self.copy[0]}-{self.copy[1]}"


@dataclass(frozen=True)
class LookLine:
    """A look in words. `received_at`: when its capture came in, which Casework itself noted down."""

    at: datetime
    seen: str
    means: str
    able: str
    words: str
    by: str
    capture: str
    sha256: str
    received_at: datetime | None
    counts: bool


@dataclass(frozen=True)
class PostSheet:
    """What there is on one post. `why_not`: what is missing before it may be called removed; None where nothing is."""

    number: int
    called: str
    before: Sequence[Picture]
    after: Sequence[Picture]
    looks: Sequence[LookLine]
    why_not: str | None
    shows: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """A request with its posts, as an edition tells it: rows of (what, words)."""

    edition: Edition
    rows: Sequence[tuple[str, str]]
    answers: Sequence[tuple[str, str]]
    posts: Sequence[PostSheet]

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """Every picture that it shows, by the name of its file."""
        return {each.key: each for post in self.posts for each in (*post.before, *post.after) if each.shown}


SHOWS_NOT = (
    "Who removed the post, and why, unless the words shown say so.",
    "That no copy of it is anywhere else, that nobody kept one, or that it will not come back.",
    "What was to be seen at other times or by other means.",
    "When a look was made, beyond what whoever looked wrote down: its capture was here by the time it was received.",
    "That it broke any rule, or that whoever removed it admits anything: the request was made without prejudice.",
)


def sheet_of(request: RemovalRequest, edition: Edition) -> Sheet:
    """Return the proof sheet of a request that was sent; its letter must be loaded."""
    told = _Telling(request, edition)
    return Sheet(edition, told.rows(), told.answers(), told.posts())


class _Telling:
    """Puts a request in words for an edition, without what that edition must not hold."""

    def __init__(self, request: RemovalRequest, edition: Edition) -> None:
        self.request, self.edition = request, edition
        self.public = edition is Edition.PUBLIC
        self.secrets = correspondence.secrets_of(request.case_id, every=True)
        self.stand = queries.standing(request)
        shown = evidence.of_posts([post.id for post in self.stand.posts])
        self.before = {
            post_id: [each for each in them if self._held_before(each)] for post_id, them in shown.items()
        }
        self.copies = self._copies()

    def rows(self) -> list[tuple[str, str]]:
        it, letter = self.request, self.request.letter
        rows = [
            ("Request", it.name),
            ("Route", it.route.label),
            ("To", "" if self.public else self._safe(it.recipient)),
            ("What was asked", it.requested_action.label),
            (
                "Sent",
                f"{long_date(it.sent_on)}{'' if self.public or not it.sent_how else f', {self._safe(it.sent_how)}'}",
            ),
            ("SHA-256 of the letter", (letter.sha256 or "") if letter else ""),
            ("The platform’s reference", "" if self.public else self._safe(it.platform_reference)),
            ("How it stands", (it.outcome or it.status).label),
            ("Why it was found so", self._why_found()),
        ]
        return [(what, words) for what, words in rows if words]

    def _why_found(self) -> str:
        """The reason of the last finding, such as why captures came late; for the file, as it is the office's own."""
        return self._safe(self.request.finding_reason) if self.edition is Edition.FILE else ""

    def answers(self) -> list[tuple[str, str]]:
        found = []
        for reply in self.stand.answers:
            words = "" if self.public else self._safe(reply.words)
            short = words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS].rsplit(' ', 1)[0]}…"
            found.append((long_date(reply.day), f"{reply.kind.label}{f': {short}' if short else ''}"))
        return found

    def posts(self) -> list[PostSheet]:
        return [self._post(number, post_id) for number, post_id in enumerate(self.stand.looks, 1)]

    def _post(self, number: int, post_id: int) -> PostSheet:
        post = next(each for each in self.stand.posts if each.id == post_id)
        looks = [each for each in self.stand.looks[post_id] if each.seen is not Seen.NOT_CHECKED]
        counted = proving(looks)
        captured = [look for look in looks if look.captured]
        after = [counted[0], counted[-1]] if len(counted) > 1 else captured[-2:]
        why = why_not_gone(looks)
        return PostSheet(
            number,
            (platform_of(post) or "A post") if self.public else self._safe(place(post)),
            [self._picture(each, each.received_at, "Before") for each in self.before[post_id][:1]],
            [
                self._picture(each.exhibit, each.seen_at, f"Look {looks.index(each) + 1}")
                for each in after
                if each.exhibit
            ],
            [self._line(each, counted) for each in looks],
            why,
            _shows(counted, why),
        )

    def _line(self, look: Observation, counted: Collection[object]) -> LookLine:
        able = "It saw the post" if look.seen in SHOWS_IT else look.able.label
        if look.able is Able.ACCOUNT and look.able_words and not self.public:
            able = f"{able}: {self._safe(look.able_words)}"
        means = look.means.label if look.means else ""
        return LookLine(
            look.seen_at,
            look.seen.label,
            f"{means}: {self._safe(look.account)}" if look.account and not self.public else means,
            able,
            "" if self.public else self._safe(look.wording),
            "" if self.public else look.by.name,
            "" if self.public or not look.exhibit else look.exhibit.label,
            look.exhibit.sha256 if look.exhibit else "",
            look.exhibit.received_at if look.exhibit else None,
            look in counted,
        )

    def _picture(self, exhibit: Exhibit, at: datetime, called: str) -> Picture:
        name = called if self.public else f"{called}: exhibit {exhibit.label}"
        if self.edition is Edition.FILE:
            seen = exhibit.file.intact and not exhibit.file.held and exhibit.file.sealed_at is None
            drawn = seen and exhibit.destroyed_at is None and exhibit.file.preview is PreviewState.READY
            return Picture(name, f"Capture, {name}", exhibit.sha256, at, exhibit.id if drawn else None)
        copy = next(iter(self.copies.get(exhibit.id, [])), None)
        first = (copy.id, copy.pages[0].page) if copy and copy.pages else None
        return Picture(name, self._safe(copy.description) if copy else name, exhibit.sha256, at, copy=first)

    def _copies(self) -> Mapping[int, Sequence[Redaction]]:
        reader = READERS.get(self.edition)
        if reader is None:
            return {}
        looked = {each.exhibit.id for looks in self.stand.looks.values() for each in looks if each.exhibit}
        return evidence.released_copies(
            {each.id for them in self.before.values() for each in them} | looked, reader
        )

    def _held_before(self, exhibit: Exhibit) -> bool:
        """Say whether an exhibit was received before the request was sent."""
        sent = self.request.sent_on
        return sent is not None and (
            london_date(exhibit.received_at) < sent
            or (self.request.approved_at is not None and exhibit.received_at <= self.request.approved_at)
        )

    def _safe(self, words: str) -> str:
        return LEFT_OUT if words and names_somebody(words, self.secrets) else words


def _shows(counted: Sequence[object], why_not: str | None) -> list[str]:
    shows = [
        "That at each time given a person looked at the address that the request named, and recorded what was shown.",
        "That each capture is the file whose SHA-256 is given: any other file has another.",
    ]
    if why_not is None and len(counted) > 1:
        shows.insert(0, GONE_TWICE)
    return shows
