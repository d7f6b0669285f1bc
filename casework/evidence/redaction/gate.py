"""The release gate: eight checks of a finished redacted file, each a function, each with its sentence.

All have to pass. They read the finished bytes again and believe nothing of how these were made.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

from casework.evidence.redaction import words
from casework.evidence.redaction.burning import Pixels, covered
from casework.evidence.redaction.regions import Region

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ALLOWED = (b"IHDR", b"IDAT", b"IEND")
OTHER_FRAMES = {b"%PDF-": "a PDF", b"<html": "a web page", b"<svg": "a drawing", b"<script": "a script"}
MISSED = (  # a table of tests holds what it says
    "what is slanted, wavy, mirrored, handwritten, half hidden or written downwards, letter beneath letter,"
    " and not always white words on a coloured ground"
)
UNREAD = f"It does not read {MISSED}: those who approved looked for that."


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found. `number` is 1 to 8."""

    number: int
    name: str
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What goes with a copy in words: the name of its file, what it is said to show, and its reasons by box."""

    file_name: str
    description: str
    schedule: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """Words to keep unseen: names never to be shown, what stood under the boxes, and what was found may stay."""

    names: tuple[str, ...]
    hidden: tuple[str, ...]
    may_stay: tuple[str, ...] = ()

    def covered(self) -> tuple[str, ...]:
        """Return what stood under the boxes and may not stay elsewhere. A protected name never may."""
        staying = {words.plain(each) for each in self.may_stay}
        return tuple(each for each in self.hidden if words.plain(each) not in staying)

    def shown(self, text: str, *, typed: bool) -> list[str]:
        """Return what must not be readable and can be read in `text`, which an officer `typed` or software read."""
        return [*words.names_shown(self.names, text, typed=typed), *words.shown(self.covered(), text)]


def _result(number: int, name: str, fault: str, passed: str) -> Result:
    return Result(number, name, not fault, fault or passed)


def check_solid(finished: bytes, regions: Sequence[Region]) -> Result:
    """1: each region is of one colour, solid black, in the decoded file."""
    image = decoded(finished)
    fault = "The finished file could not be read." if image is None else ""
    for number, region in enumerate(regions, 1):
        if image is None or fault:
            break
        if region.box[2] > image.width or region.box[3] > image.height:
            fault = f"Box {number} lies beyond the finished picture."
        elif image.crop(region.box).getextrema() != ((0, 0),) * 3:
            fault = f"Box {number} is not solid black: what it hides may show through."
    passed = f"Boxes of one solid colour: {len(regions)} of {len(regions)}." if regions else "No box on it."
    return _result(1, "Solid boxes", fault, passed)


def check_rest(finished: bytes, original: Pixels, regions: Sequence[Region]) -> Result:
    """2: outside of the regions each pixel is that of the original."""
    image, fault = decoded(finished), ""
    if image is None:
        fault = "The finished file could not be read."
    elif image.size != original.size:
        sizes = [f"{width} by {height}" for width, height in (image.size, original.size)]
        fault = f"The finished picture is {sizes[0]}, the original {sizes[1]}."
    else:
        difference = ImageChops.difference(covered(image, regions), covered(original.image(), regions))
        if (found := difference.getbbox()) is not None:
            fault = f"Outside the boxes the picture differs from the original, first around {found[0]}, {found[1]}."
    return _result(2, "Nothing else changed", fault, "Outside the boxes every pixel is that of the original.")


def check_lossless(finished: bytes) -> Result:
    """3: the file is a PNG of full colour, which loses nothing."""
    fault = ""
    if not finished.startswith(SIGNATURE):
        fault = "The finished file is no PNG. Another format smears the edges of the boxes."
    elif finished[24:26] != b"\x08\x02":
        fault = "The finished file is not of full colour, so its pixels cannot be those of the original."
    return _result(3, "Lossless", fault, "It is a PNG of full colour, which loses nothing.")


def check_bare(finished: bytes) -> Result:
    """4: no metadata, profile, thumbnail, comment or further bytes."""
    kinds, behind = chunks(finished)
    extra = sorted({kind.decode("latin-1") for kind in kinds if kind not in ALLOWED})
    fault = ""
    if not kinds or kinds[-1] != b"IEND":
        fault = "The finished file does not end as a PNG does."
    elif extra:
        fault = f"The finished file carries more than pixels: {', '.join(extra)}."
    elif behind:
        fault = f"{behind:,} bytes follow the end of the picture."
    return _result(
        4,
        "No metadata",
        fault,
        "It holds no metadata, profile, thumbnail or comment, and nothing follows it.",
    )


def check_readable(read: str | None, guarded: Guarded, otherwise: str = "") -> Result:
    """5: what text recognition reads in the file holds nothing from under a box, and no protected name.

    `read` is None where nothing could be read for want of Tesseract: then nothing is known, and nothing passes.
    `otherwise`: what was read in it turned, enlarged and made stronger, where only protected names are looked for.
    """
    fault = ""
    if read is None:
        fault = "Its text could not be read: Tesseract is missing or failed. Ask the system administrator."
    elif found := [
        *guarded.shown(read, typed=False),
        *words.names_shown(guarded.names, otherwise, typed=False, short=False),
    ]:
        named = ", ".join(f"“{each}”" for each in found[:5])
        fault = f"Still readable: {named}. Cover it there too; a word that may stay can be named as such."
    lost = len(words.beyond(guarded.names))
    sought = len(guarded.names) + len(guarded.covered()) - lost
    passed = f"Text recognition found none of {sought} hidden or protected words."
    if lost:
        passed += (
            f" It cannot look for {lost} more, too short, too common or in other letters: "
            "the approver looked for that."
        )
    if guarded.names:
        passed += " Protected ones were looked for sideways, upside down, small and faint too. " + UNREAD
    return _result(5, "Nothing readable", fault, passed)


def check_only_pixels(finished: bytes) -> Result:
    """6: no document around or behind the pixels: no text layer, attachment, script, layer, bookmark, revision."""
    fault = next(
        (
            f"The finished file is also {what}."
            for mark, what in OTHER_FRAMES.items()
            if mark.lower() in finished[:1024].lower()
        ),
        "",
    )
    surplus = None if fault else _surplus(finished)
    if surplus is None:
        fault = fault or "The data of the picture could not be unpacked."
    elif surplus:
        fault = "The data of the picture holds more than its pixels."
    return _result(
        6,
        "Pixels and nothing else",
        fault,
        "It is a picture alone: no text layer, attachment, script, layer, bookmark or earlier revision.",
    )


def check_named(wording: Wording, guarded: Guarded) -> Result:
    """7: neither the name of the file nor what it is said to show gives away what is hidden."""
    fault = ""
    if found := guarded.shown(f"{wording.file_name}\n{wording.description}", typed=True):
        fault = f"The file’s name or description tells “{found[0]}”. Describe the copy without it."
    elif not wording.description.strip():
        fault = "Nothing says what the redacted copy shows. Describe it, for those who cannot see it."
    return _result(
        7, "Name and description", fault, "Neither its name nor its description tells what is hidden."
    )


def check_reasons(wording: Wording, regions: Sequence[Region]) -> Result:
    """8: the schedule gives a reason for each box."""
    lacking = [
        number
        for number, region in enumerate(regions, 1)
        if number > len(wording.schedule) or region.reason.label not in wording.schedule[number - 1]
    ]
    fault = f"The schedule gives no reason for box {lacking[0]}." if lacking else ""
    return _result(8, "Reasons", fault, "The schedule gives the reason for each box.")


def examine(
    finished: bytes,
    original: Pixels,
    regions: Sequence[Region],
    *,
    read: str | None,
    guarded: Guarded,
    wording: Wording,
    otherwise: str = "",
) -> tuple[Result, ...]:
    """Return what all eight checks find of one page, in their order."""
    return (
        check_solid(finished, regions),
        check_rest(finished, original, regions),
        check_lossless(finished),
        check_bare(finished),
        check_readable(read, guarded, otherwise),
        check_only_pixels(finished),
        check_named(wording, guarded),
        check_reasons(wording, regions),
    )


def whole(pages: Mapping[int, Sequence[Result]]) -> tuple[Result, ...]:
    """Return the eight results of a copy of several pages: each passes where it passes on every page."""
    found = []
    for results in zip(*pages.values(), strict=True):
        bad = [(page, each) for page, each in zip(pages, results, strict=True) if not each.passed]
        first = bad[0][1] if bad else results[0]
        said = f"Page {bad[0][0]}: {first.sentence}" if bad and len(pages) > 1 else first.sentence
        if not bad and len(pages) > 1:
            said = _said_of_all(dict(zip(pages, results, strict=True)))
        found.append(Result(first.number, first.name, not bad, said))
    return tuple(found)


def _said_of_all(pages: Mapping[int, Result]) -> str:
    """Return what a check that every page passed found: once where it is the same of all, else with the pages."""
    told: dict[str, list[str]] = {}
    for page, each in pages.items():
        told.setdefault(each.sentence, []).append(str(page))
    if len(told) == 1:
        return f"{next(iter(told))} So on each of {len(pages)} pages."
    return " ".join(
        f"{'Page' if len(on) == 1 else 'Pages'} {', '.join(on)}: {sentence}" for sentence, on in told.items()
    )


def decoded(finished: bytes) -> Image.Image | None:
    """Return the pixels of the finished file as RGB; None where it cannot be read whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # bounded where it was drawn
            image = Image.open(io.BytesIO(finished))
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return image.convert("RGB")


def chunks(finished: bytes) -> tuple[list[bytes], int]:
    """Return the kinds of a PNG's chunks up to its end, and how many bytes lie behind it."""
    place, kinds = len(SIGNATURE), list[bytes]()
    while place + 12 <= len(finished):
        length, kind = struct.unpack_from(">I4s", finished, place)
        place += 12 + length
        kinds.append(kind)
        if kind == b"IEND" or place > len(finished):
            break
    return kinds, max(0, len(finished) - place)


def _surplus(finished: bytes) -> bool | None:
    """Say whether the packed data of a PNG is more than its rows; None where it cannot be unpacked."""
    packed, place = bytearray(), len(SIGNATURE)
    while place + 12 <= len(finished):
        length, kind = struct.unpack_from(">I4s", finished, place)
        if kind == b"IDAT":
            packed += finished[place + 8 : place + 8 + length]
        place += 12 + length
    if len(finished) < 24:
        return None
    width, height = struct.unpack_from(">II", finished, 16)
    expected = height * (1 + 3 * width)
    unpacker = zlib.decompressobj()
    try:
        size = len(unpacker.decompress(bytes(packed), expected + 1))
    except zlib.error:
        return None
    return size != expected or not unpacker.eof or bool(unpacker.unused_data)
