"""What was found in a file, what follows for taking it in, and the words in which the officer is told."""

from dataclasses import dataclass, field
from enum import StrEnum

from casework.errors import DomainError
from casework.evidence import decoder
from casework.evidence.kinds import Kind, kind_of, name_differs
from casework.evidence.workflow import IntakeStatus, PreviewState
from casework.storage.store import Empty, TooLarge


class Reason(StrEnum):
    """Why a file is refused, or cannot be shown."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    LOCKED = "locked"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    NOT_READ = "not_read"
    NEVER_DRAWN = "never_drawn"
    DISGUISED = "disguised"
    HARMFUL_OFFICE = "harmful_office"
    EXOTIC = "exotic"
    SAVED_PAGE = "saved_page"
    NO_PREVIEW_YET = "no_preview_yet"
    HEIC = "heic"
    LETTER = "letter"
    PARCEL = "parcel"
    NOTHING_SHOWN = "nothing_shown"


UNREADABLE = {
    Reason.DAMAGED,
    Reason.LOCKED,
    Reason.TOO_MANY_PIXELS,
    Reason.NOT_READ,
    Reason.TRUNCATED,
    Reason.NOTHING_SHOWN,
}
UNDRAWN = {
    Kind.HEIC: Reason.HEIC,
    Kind.EMAIL: Reason.LETTER,
    Kind.OUTLOOK: Reason.LETTER,
    Kind.ARCHIVE: Reason.PARCEL,
}
REFUSED = {Reason.EMPTY, Reason.TOO_LARGE}
IN_OFFICE = ("macros", "fetches", "office_bomb")
QUARANTINED = {
    Reason.HARMFUL_OFFICE,
    Reason.TOO_MANY_PAGES,
    Reason.TOO_MANY_PIXELS,
    Reason.NOT_READ,
    Reason.NEVER_DRAWN,
    Reason.DISGUISED,
    Reason.EXOTIC,
}
WARNED = {Reason.TRUNCATED, Reason.NOTHING_SHOWN, Reason.DAMAGED, Reason.LOCKED, Reason.SAVED_PAGE}
SHOWN = {decoder.PDF, *decoder.PICTURES}
NEVER_DRAWN = {Kind.SVG, Kind.PROGRAM}
DANGEROUS = {*NEVER_DRAWN, Kind.WEB_PAGE}
KNOWN_PICTURES = {"image/avif", "image/bmp", "image/gif", "image/tiff"}
POSTSCRIPT = {"application/postscript", "image/x-eps"}
FAULTS = {
    decoder.TRUNCATED: Reason.TRUNCATED,
    decoder.DAMAGED: Reason.DAMAGED,
    decoder.LOCKED: Reason.LOCKED,
    decoder.TOO_MANY_PIXELS: Reason.TOO_MANY_PIXELS,
    decoder.TOO_MANY_PAGES: Reason.TOO_MANY_PAGES,
    decoder.NO_MEMORY: Reason.NOT_READ,
}

KEPT = "Kept exactly as received, without a preview:"
HELD = "Kept exactly as received, in quarantine until a second officer releases it:"
MESSAGES = {
    Reason.TRUNCATED: (
        "Kept exactly as received, but cut short: it is {phrase} that stops before its end, so what "
        "is shown of it is not the whole. Ask for it again from where it came and, if there is more, add that as well."
    ),
    Reason.NOTHING_SHOWN: (
        "Kept exactly as received, but cut short: it is {phrase} that stops before its end, and nothing of it can be "
        "shown. Ask for it again from where it came, and add that as well."
    ),
    Reason.DAMAGED: (
        f"{KEPT} it is {{phrase}}, but its bytes are damaged. Check that it opens where it came from and, if it "
        "does, add it again from there."
    ),
    Reason.LOCKED: (
        f"{KEPT} it is {{phrase}} that opens with a password only. Ask for a copy without one and add that as well."
    ),
    Reason.TOO_MANY_PIXELS: (
        f"{HELD} it is {{phrase}} that would unpack to more pixels than can be shown safely ({{size}}). If it is "
        "genuine, add a smaller copy as well."
    ),
    Reason.TOO_MANY_PAGES: (
        f"{HELD} it is {{phrase}} of more than {decoder.MOST_FRAMES:,} frames or pages. Ask for the part that matters, "
        "and add that as well."
    ),
    Reason.NOT_READ: (
        f"{HELD} it could not be read safely. Ask the sender for a screenshot of what it shows, and add that as well."
    ),
    Reason.NEVER_DRAWN: (
        f"{HELD} it is {{phrase}}, which can hold instructions to a computer and is never opened here. Add a "
        "screenshot of what it shows, as a PNG picture, as well."
    ),
    Reason.DISGUISED: (
        f"{HELD} its name promises something else, but it is {{phrase}}, which can hold instructions to a computer. "
        "Ask the sender what it is, and for a screenshot of what it shows."
    ),
    Reason.HARMFUL_OFFICE: (
        f"{HELD} it is {{phrase}} that may do harm when it is opened. Ask for it as a PDF document and add that too."
    ),
    Reason.EXOTIC: (
        f"{HELD} it is of a kind ({{mime}}) that is never opened here. Ask for it as a PNG or JPEG picture and "
        "add that as well."
    ),
    Reason.SAVED_PAGE: (
        f"{KEPT} it is {{phrase}}, which is never opened here, as it may fetch things or run. Add a screenshot of "
        "what it shows as well."
    ),
    Reason.HEIC: (
        f"{KEPT} it is {{phrase}}, which is not drawn here. Convert it to a JPEG picture on the phone that took it, "
        "and add that as well."
    ),
    Reason.LETTER: (
        f"{KEPT} it is {{phrase}}, which is not drawn as a picture: what can be read of its words stands on its page."
    ),
    Reason.PARCEL: (
        f"{KEPT} it is {{phrase}}, which is not unpacked here. Ask for the files in it one by one or in a ZIP file, "
        "and add them as well."
    ),
    Reason.NO_PREVIEW_YET: (
        f"{KEPT} it is {{phrase}}, for which there is no preview yet. If what it shows matters at a glance, add a "
        "screenshot as well."
    ),
}
FRAMES = ("frames_shown", "frames_damaged")  # said behind their number
NOTES = {
    "no_libmagic": "Its type was told from its first bytes alone, as libmagic is not installed.",
    "name_differs": "Its name ends in {ending}, but its bytes are {phrase}. It is treated as what it is.",
    "animated": "It moves: {n:,} frames.",
    "several_pages": "It has {n:,} pages.",
    "frames_shown": "The preview shows {n:,} of them, in order.",
    "frames_damaged": "Not all of them could be read.",
    "trailing_bytes": (
        "{n:,} bytes follow its end. They may hold an earlier, uncropped picture or another file: do not disclose "
        "the original without looking into them."
    ),
    "also_pdf": "It can also be read as a PDF document.",
    "also_html": "It can also be read as a web page.",
    "ends_early": "It seems to end early. Check that it plays or opens and, if it does not, ask for it again.",
    "location": "It says where it was taken. The preview does not; the original does.",
    "exif_unreadable": "What its camera recorded cannot be read, so the preview may lie on its side.",
    "transparent": "Parts of it are transparent and may hide something. The preview shows it on white.",
    "colours_unknown": "Its colour profile is faulty, so colours in the preview may differ a little.",
    "revisions": (
        "It holds {n:,} earlier revisions of itself. What was changed or taken out since can still be read in the "
        "original."
    ),
    "layers": "It has layers, which can be shown or hidden. The preview shows what they show when it is opened.",
    "annotations": "It holds remarks or marks laid over its pages ({n:,}). What they cover is still there.",
    "macros": "It holds macros, which are programs.",
    "fetches": "It fetches something from elsewhere when it is opened, which tells its sender so.",
    "office_bomb": "It would unpack to many times its size, as a decompression bomb does.",
    "scripts": "It holds instructions to a computer ({n:,}). They were not followed.",
    "attachments": "Other files are attached inside it ({n:,}). They are not in the preview.",
}


class Refused(DomainError):
    """A file of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the decoder said, checked for shape: the type, and what it found unless it died on the way."""

    mime: str = "application/octet-stream"
    read: bool = False
    fault: str = ""
    width: int = 0
    height: int = 0
    pages: int = 0
    notes: dict[str, int] = field(default_factory=dict)
    preview_png: bytes = b""
    thumbnail_png: bytes = b""
    likeness: str = ""
    barriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as it was found. Sizes in bytes and, upright, pixels; `pages` counts a PDF's pages or a picture's frames.

    `message` tells the officer what, why and what next; `warnings` what they should know besides. `recipe` says
    how the previews were made, `likeness` what the picture looks like (`alike.py`), and `barriers` what the decoder was
    cut off from (`network`, `files`).
    """

    kind: Kind
    mime: str
    size: int
    message: str
    reason: Reason | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    preview_png: bytes | None = None
    thumbnail_png: bytes | None = None
    likeness: str = ""
    recipe: dict[str, str | int] = field(default_factory=dict)
    barriers: tuple[str, ...] = ()

    @property
    def status(self) -> IntakeStatus:
        """What becomes of a file that is not refused."""
        if self.reason in QUARANTINED:
            return IntakeStatus.QUARANTINED
        return IntakeStatus.WARNED if self.warnings or self.reason in WARNED else IntakeStatus.ACCEPTED

    @property
    def preview(self) -> PreviewState:
        """Whether there is a picture to look at, or could be one."""
        if self.preview_png:
            return PreviewState.READY
        return PreviewState.UNREADABLE if self.reason in UNREADABLE else PreviewState.NONE

    @property
    def refused(self) -> bool:
        """Whether the file is not taken in."""
        return self.reason in REFUSED

    def insist(self) -> None:
        """Raise `Refused` where nothing of the file is kept."""
        if self.refused:
            raise Refused(self.message)

    @property
    def truncated(self) -> bool:
        """Whether the file stops before its end."""
        return self.reason in {Reason.TRUNCATED, Reason.NOTHING_SHOWN}


def refusal(size: int, limit: int | None) -> Inspection | None:
    """Return the refusal of a file of `size` bytes that is empty or over `limit`, before it is looked into."""
    if size and (limit is None or size <= limit):
        return None
    reason = Reason.TOO_LARGE if size else Reason.EMPTY
    error = TooLarge(limit or 0) if size else Empty()
    return Inspection(Kind.OTHER, "application/octet-stream", size, error.message, reason)


def judge(report: Report, *, size: int, name: str, recipe: dict[str, str | int]) -> Inspection:
    """Return what follows from the decoder's report on a file of `size` bytes that came as `name`."""
    kind = kind_of(report.mime)
    reason = _reason(report, kind, name)
    return Inspection(
        kind=kind,
        mime=report.mime,
        size=size,
        message=_message(report, kind, reason),
        reason=reason,
        width=report.width or None,
        height=report.height or None,
        pages=report.pages or None,
        warnings=tuple(_warnings(report, kind, name)),
        preview_png=report.preview_png or None,
        thumbnail_png=report.thumbnail_png or None,
        likeness=report.likeness if report.thumbnail_png else "",
        recipe=dict(recipe) if report.preview_png else {},
        barriers=report.barriers,
    )


def _reason(report: Report, kind: Kind, name: str) -> Reason | None:
    if not report.read or report.fault:
        reason = FAULTS.get(report.fault, Reason.NOT_READ)
        return (
            Reason.NOTHING_SHOWN
            if reason is Reason.TRUNCATED and not (report.preview_png or report.width)
            else reason
        )
    if kind in DANGEROUS and name_differs(name, kind):
        return Reason.DISGUISED
    if kind in {Kind.WEB_PAGE, Kind.PAGE_ARCHIVE}:
        return Reason.SAVED_PAGE
    if kind in NEVER_DRAWN or any(code in report.notes for code in IN_OFFICE):
        return Reason.NEVER_DRAWN if kind in NEVER_DRAWN else Reason.HARMFUL_OFFICE
    if report.mime in POSTSCRIPT or (kind is Kind.PICTURE and report.mime not in KNOWN_PICTURES):
        return Reason.EXOTIC
    return None if report.mime in SHOWN or report.preview_png else UNDRAWN.get(kind, Reason.NO_PREVIEW_YET)


def _message(report: Report, kind: Kind, reason: Reason | None) -> str:
    size = f"{report.width:,} by {report.height:,}" if report.width else "their number is not stated"
    if reason:
        return MESSAGES[reason].format(phrase=kind.phrase, size=size, mime=report.mime)
    phrase = kind.phrase[0].upper() + kind.phrase[1:]
    if kind is not Kind.PDF:
        return f"{phrase}, {size} pixels."
    return (
        f"{phrase}, 1 page."
        if report.pages == 1
        else f"{phrase}, {report.pages:,} pages. The preview shows the first."
    )


def _warnings(report: Report, kind: Kind, name: str) -> list[str]:
    notes = dict(report.notes)
    ending = name_differs(name, kind)
    if ending:
        notes = {"name_differs": 1} | notes
    if report.pages > 1 and kind is not Kind.PDF:
        shown, found = {"several_pages" if report.mime == decoder.TIFF else "animated": report.pages}, notes
        notes = {**{code: n for code, n in found.items() if code not in FRAMES}, **shown}
        notes |= {code: n for code, n in found.items() if code in FRAMES}
    return [
        NOTES[code].format(n=n, phrase=kind.phrase, ending=ending)
        for code, n in notes.items()
        if code in NOTES
    ]
