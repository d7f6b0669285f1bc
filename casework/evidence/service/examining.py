"""Burning a plan and putting the finished pages to the checks. At most one page is held in pixels at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from casework.cases.models import Complaint
from casework.cases.queries import complaint_about
from casework.cases.workflow import Confidentiality
from casework.database import db
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.reading import read_pictures
from casework.evidence.redaction import gate, words
from casework.evidence.redaction.burning import burn, under
from casework.evidence.redaction.gate import Guarded, Result, Wording
from casework.evidence.redaction.regions import Region, from_rows
from casework.evidence.redaction.ways import read_otherwise
from casework.evidence.service.redacting import page_of

Finished = dict[int, bytes]
Tell = Callable[[int, int], None]  # how many readings are done, and of how many


@dataclass(frozen=True)
class Asked:
    """A plan as it stood when it was approved, held apart from the session while it is burned."""

    regions: tuple[Region, ...]
    names: tuple[str, ...]
    may_stay: tuple[str, ...]
    wording: Wording
    pages: int

    def on(self, page: int) -> list[Region]:
        """Return the boxes of a page."""
        return [each for each in self.regions if each.page == page]

    def wording_of(self, page: int) -> Wording:
        """Return what goes with a page in words: of the reasons, those of its boxes."""
        numbers = [number for number, each in enumerate(self.regions) if each.page == page]
        reasons = tuple(self.wording.schedule[number] for number in numbers)
        return Wording(self.wording.file_name, self.wording.description, reasons)


def schedule(regions: tuple[Region, ...]) -> tuple[str, ...]:
    """Return the reason for each box, as it goes with the copy."""
    paged = len({region.page for region in regions}) > 1
    return tuple(
        f"Box {number}{f', page {region.page}' if paged else ''}: {region.reason.label}"
        for number, region in enumerate(regions, 1)
    )


def protected_names(case_id: int) -> tuple[str, ...]:
    """Return the names of complainants who are, or may yet be, kept confidential in a case."""
    kept = (Confidentiality.UNDECIDED, Confidentiality.GRANTED)
    return words.names_of(
        db.session.scalars(
            select(Complaint.complainant_name).where(
                complaint_about(case_id), Complaint.confidentiality.in_(kept)
            )
        )
    )


def guarded_names(redaction: Redaction) -> tuple[str, ...]:
    """Return what must not be readable anywhere in a copy: protected names, and what the officer who drew it lists."""
    own = (line.strip() for line in redaction.must_not_show.splitlines())
    return tuple(dict.fromkeys((*protected_names(redaction.case_id), *(each for each in own if each))))


def sought_names(redaction: Redaction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the guarded names that software looks for in a copy, and those that it cannot look for."""
    names = guarded_names(redaction)
    lost = words.beyond(names)
    return tuple(name for name in names if name not in lost), lost


def plan_of(redaction: Redaction, exhibit: Exhibit) -> Asked:
    """Return a plan as it stands now."""
    regions = from_rows(redaction.regions)
    return Asked(
        regions,
        guarded_names(redaction),
        tuple(line.strip() for line in redaction.may_stay.splitlines() if line.strip()),
        Wording(f"{redaction.name_for(exhibit)}.png", redaction.description, schedule(regions)),
        len(redaction.sizes),
    )


def burned(exhibit_id: int, asked: Asked, tell: Tell) -> tuple[Finished, tuple[Result, ...]]:
    """Burn and examine each page. What stood under a box is looked for on every page.

    The original is drawn anew for the checks: the pixels of many large pages at once would be gigabytes.
    """
    exhibit = db.session.get_one(Exhibit, exhibit_id)
    finished, covered = _burn(exhibit, asked)
    steps = _Steps(len(covered) + len(finished) * (2 if asked.names else 1), tell)
    beneath, left = _read(covered, steps), _read(list(finished.values()), steps)
    if None in beneath:  # what is not known to be hidden cannot be looked for
        left = [None] * len(finished)
    hidden = words.telling("\n".join(each or "" for each in beneath))
    guarded = Guarded(asked.names, hidden, asked.may_stay)
    seek = bool(asked.names) and None not in left
    otherwise = _read_otherwise(finished, steps) if seek else dict.fromkeys(finished, "")
    found = {
        page: gate.examine(
            png,
            page_of(exhibit, page).page,
            asked.on(page),
            read=read,
            otherwise=otherwise[page],
            guarded=guarded,
            wording=asked.wording_of(page),
        )
        for (page, png), read in zip(finished.items(), left, strict=True)
    }
    return finished, gate.whole(found)


def _burn(exhibit: Exhibit, asked: Asked) -> tuple[Finished, list[bytes]]:
    """Return the finished pages, and pictures of what lies under their boxes."""
    finished, covered = Finished(), list[bytes]()
    for page in range(1, asked.pages + 1):
        pixels, regions = page_of(exhibit, page).page, asked.on(page)
        finished[page] = burn(pixels, regions)
        if regions:
            covered.append(under(pixels, regions))
    return finished, covered


def _read(pngs: Sequence[bytes], steps: "_Steps") -> list[str | None]:
    """Return the words in each picture, two pictures at a time."""
    found: list[str | None] = []
    for first in range(0, len(pngs), 2):
        pair = pngs[first : first + 2]
        found += read_pictures(pair)
        steps.count(len(pair))
    return found


def _read_otherwise(finished: Finished, steps: "_Steps") -> dict[int, str]:
    """Return what is read on each page turned, enlarged and made stronger. A way that fails to be read adds nothing."""
    found = {}
    for page, png in finished.items():
        found[page] = read_otherwise(png)
        steps.count(1)
    return found


class _Steps:
    """Counts what is done of a whole, and tells it."""

    def __init__(self, whole: int, tell: Tell) -> None:
        self._done, self._whole, self._tell = 0, whole, tell

    def count(self, more: int) -> None:
        self._done += more
        self._tell(self._done, self._whole)
