"""Rules of a Code's versions and clauses that need no database.

Which words bind a councillor is settled by the day of the conduct, not the day on which somebody complained.
So a version is found by that day; where the day is not known, or the conduct runs across two versions, the
officer chooses and says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from casework.errors import DomainError, NotPossible
from casework.words import Choice


class CodeFamily(Choice):
    """What a Code is. Only the Members' Code founds a breach (Localism Act 2011 s.28(4))."""

    SOCIAL_MEDIA = "social_media", "Social Media Code"
    MEMBERS = "members", "Members' Code of Conduct"


class ClauseKind(Choice):
    """What a clause can do."""

    OBLIGATION = "obligation", "Obligation"
    GUIDANCE = "guidance", "Guidance"
    MEMBER_SAFETY = "member_safety", "Member safety"

    @property
    def grounds_allegation(self) -> bool:
        """Whether an allegation may rest on a clause of this kind; the others are context."""
        return self is ClauseKind.OBLIGATION


class VersionStatus(Choice):
    """A draft can be corrected; a published version's references and wording stay as they are."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class Standing(Choice):
    """How a version stands on a day."""

    DRAFT = "draft", "Draft"
    LATER = "later", "Not yet in force"
    IN_FORCE = "in_force", "In force"
    ENDED = "ended", "No longer in force"


class DatedVersion(Protocol):
    """A version as these rules see it. Both days are inclusive; None leaves that end open."""

    @property
    def status(self) -> VersionStatus: ...
    @property
    def in_force_from(self) -> date | None: ...
    @property
    def in_force_to(self) -> date | None: ...


V = TypeVar("V", bound=DatedVersion)


class Certainty(StrEnum):
    """How surely the day of the conduct settles the version."""

    DETERMINED = "determined"
    DATE_UNKNOWN = "date_unknown"
    ASTRIDE = "astride"
    NONE_IN_FORCE = "none_in_force"


@dataclass(frozen=True)
class VersionSelection(Generic[V]):
    """The versions that may apply, oldest first. `version` is set only where the dates settle it."""

    certainty: Certainty
    candidates: tuple[V, ...]

    @property
    def version(self) -> V | None:
        """The version that applies, where no choice is needed."""
        return self.candidates[0] if self.certainty is Certainty.DETERMINED else None

    @property
    def needs_choice(self) -> bool:
        """Whether an officer must choose among the candidates and say why."""
        return self.certainty in (Certainty.DATE_UNKNOWN, Certainty.ASTRIDE)

    @property
    def explanation(self) -> str:
        """One sentence for the officer."""
        return {
            Certainty.DETERMINED: "This version was in force on the date of the conduct.",
            Certainty.DATE_UNKNOWN: "The date of the conduct is not known: "
            "choose the version that applies, and say why.",
            Certainty.ASTRIDE: "The conduct may fall under more than one version: "
            "choose the one that applies, and say why.",
            Certainty.NONE_IN_FORCE: "No published version was in force on these dates. "
            "Check the dates of the conduct and of the Code's versions.",
        }[self.certainty]


def standing(version: DatedVersion, day: date) -> Standing:
    """Return how the version stands on `day`."""
    if version.status is VersionStatus.DRAFT:
        return Standing.DRAFT
    if _start(version) > day:
        return Standing.LATER
    return Standing.IN_FORCE if day <= _end(version) else Standing.ENDED


def in_force_on(versions: Iterable[V], day: date) -> tuple[V, ...]:
    """Return the published versions in force on `day`, oldest first."""
    return in_force_during(versions, day, day)


def in_force_during(versions: Iterable[V], first: date | None, last: date | None) -> tuple[V, ...]:
    """Return the published versions in force on any day from `first` to `last`; None leaves that end open."""
    return tuple(
        version
        for version in _published(versions)
        if _start(version) <= (last or date.max) and (first or date.min) <= _end(version)
    )


def select_version(versions: Iterable[V], first: date | None, last: date | None) -> VersionSelection[V]:
    """Return which version applies to conduct from `first` to `last`, both inclusive.

    None at one end: the conduct may reach any day in that direction. None at both: its date is not known.
    """
    published = _published(versions)
    if first is None and last is None:
        if not published:
            return VersionSelection(Certainty.NONE_IN_FORCE, ())
        return VersionSelection(Certainty.DATE_UNKNOWN, published)
    touched = in_force_during(published, first, last)
    if not touched:
        return VersionSelection(Certainty.NONE_IN_FORCE, ())
    return VersionSelection(Certainty.DETERMINED if len(touched) == 1 else Certainty.ASTRIDE, touched)


class SeamKind(StrEnum):
    """What can be wrong where one version gives way to the next."""

    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Seam(Generic[V]):
    """The days, both inclusive, on which no version or two are in force. `last` None: without end."""

    kind: SeamKind
    first: date
    last: date | None
    earlier: V
    later: V


def seams(versions: Iterable[V]) -> tuple[Seam[V], ...]:
    """Return every gap and overlap between published versions; an officer must say that each is meant."""
    ordered = _published(versions)
    found = list(_overlaps(ordered))
    # A gap opens only after the latest day yet covered, which a short later version does not bring forward.
    for place, version in enumerate(ordered[1:], start=1):
        reaching = max(ordered[:place], key=_end)
        if (_start(version) - _end(reaching)).days > 1:
            first, last = _end(reaching) + timedelta(days=1), _start(version) - timedelta(days=1)
            found.append(Seam(SeamKind.GAP, first, last, reaching, version))
    return tuple(sorted(found, key=lambda seam: (seam.first, seam.kind)))


def check_draft(status: VersionStatus) -> None:
    """Raise NotPossible unless the version is a draft."""
    if status is not VersionStatus.DRAFT:
        raise NotPossible(
            "This version is published: its references and wording never change. Begin another version."
        )


def check_period(first: date | None, last: date | None) -> None:
    """Raise DomainError when a version would end before it begins."""
    if first is not None and last is not None and last < first:
        raise DomainError(
            "The last day in force cannot be before the first. Correct one of the dates.", field="in_force_to"
        )


def _overlaps(ordered: Sequence[V]) -> Iterable[Seam[V]]:
    for place, earlier in enumerate(ordered):
        for later in ordered[place + 1 :]:
            if _start(later) > _end(earlier):
                break
            last = min(_end(earlier), _end(later))
            yield Seam(SeamKind.OVERLAP, _start(later), None if last == date.max else last, earlier, later)


def _published(versions: Iterable[V]) -> tuple[V, ...]:
    published = (version for version in versions if version.status is VersionStatus.PUBLISHED)
    return tuple(sorted(published, key=lambda version: (_start(version), _end(version))))


def _start(version: DatedVersion) -> date:
    return version.in_force_from or date.min


def _end(version: DatedVersion) -> date:
    return version.in_force_to or date.max
