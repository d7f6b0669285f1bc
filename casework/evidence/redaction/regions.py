"""Boxes on a page, in pixels of the upright original, each with the reason why it hides what it hides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from casework.words import Choice

MOST_BOXES = 200


class Reason(Choice):
    """Why a part of an exhibit is hidden."""

    THIRD_PARTY = "third_party", "Somebody who has no part in the matter"
    COMPLAINANT = "complainant", "Who the complainant is"
    CONTACT = "contact", "Contact details"
    CHILD = "child", "A child"
    HEALTH = "health", "Health, or another special category"
    PRIVILEGE = "privilege", "Legal advice"
    CONFIDENTIAL = "confidential", "Confidential information"


class Question(Choice):
    """What people overlook: the approver is asked for each, and for the last only where software is no help."""

    AVATARS = "avatars", "Profile pictures, beside each post and each reply"
    OTHERS = "others", "“You and 3 others”, “Liked by …”, “Shared by …”"
    REPLIES = "replies", "Names and handles in replies, mentions and tags"
    SIGNED_IN = "signed_in", "The account that is signed in, tabs, bookmarks and notifications"
    BACKGROUND = "background", "Faces, number plates, house numbers and badges in photographs"
    CONTACTS = "contacts", "Telephone numbers, e-mail addresses and addresses"
    BY_EYE = "by_eye", "Protected names that software cannot look for"


class Answer(Choice):
    """What the approver saw of it."""

    COVERED = "covered", "Covered"
    ABSENT = "absent", "None here"
    STAYS = "stays", "Shown, and it may stay"


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """One box: its page (from 1), its left upper corner, its size, and the reason."""

    page: int
    x: int
    y: int
    width: int
    height: int
    reason: Reason

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, and right and bottom, which are the first that are not covered any more."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)


def as_rows(regions: Iterable[Region]) -> list[dict[str, Any]]:
    """Return regions as they are stored."""
    return [asdict(region) for region in regions]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Region, ...]:
    """Return regions from how they are stored."""
    return tuple(Region(**{**row, "reason": Reason.of(row["reason"])}) for row in rows)


def problems(regions: Sequence[Region], pages: Sequence[tuple[int, int]]) -> list[str]:
    """Return what is wrong with boxes on pages of these sizes, each in a sentence; nothing where all can be burned."""
    if not regions:
        return ["There is no box yet. Draw at least one, or use the exhibit as it is."]
    if len(regions) > MOST_BOXES:
        return [
            f"There are {len(regions)} boxes, and at most {MOST_BOXES} are taken. Draw fewer, larger ones."
        ]
    return [
        f"Box {number} {fault[1]}"
        for number, region in enumerate(regions, 1)
        if (fault := fault_of(region, pages))
    ]


def fault_of(region: Region, pages: Sequence[tuple[int, int]]) -> tuple[str, str] | None:
    """Return which number of a box is wrong, and what is wrong with it; None where it can be burned."""
    if not 1 <= region.page <= len(pages):
        return "page", f"is on page {region.page}, and there are {len(pages)}. Give one of those."
    if region.width < 1 or region.height < 1:
        part = "width" if region.width < 1 else "height"
        return part, "has no size. Give it a width and a height of at least 1."
    width, height = pages[region.page - 1]
    beyond = {
        "x": not 0 <= region.x < width,
        "y": not 0 <= region.y < height,
        "width": region.x + region.width > width,
        "height": region.y + region.height > height,
    }
    if part := next((name for name, wrong in beyond.items() if wrong), ""):
        extent = f"{width:,} by {height:,} pixels"
        return part, f"reaches beyond the picture, which is {extent}. Move it, or make it smaller."
    return None


def within(region: Region, width: int, height: int) -> Region | None:
    """Return the part of a box that lies on a page of this size; None where nothing of it does."""
    left, top, right, bottom = region.box
    left, top, right, bottom = max(0, left), max(0, top), min(width, right), min(height, bottom)
    if left >= right or top >= bottom:
        return None
    return Region(region.page, left, top, right - left, bottom - top, region.reason)
