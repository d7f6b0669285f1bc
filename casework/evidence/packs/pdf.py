"""A PDF written object by object (ISO 32000-1): the same contents give the same bytes, and no picture is held.

Pixels go in as their PNG holds them, byte for byte: a redacted copy in it is the very one that passed its checks.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

PNG_MARK = b"\x89PNG\r\n\x1a\n"
COLOURS = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3)}  # of a PNG without palette and transparency
CODES = "cp1252"  # WinAnsiEncoding: the letters of the fonts that every reader has
PLAIN, BOLD, UNSEEN = "/F1", "/F2", "/F3"
WIDTHS = {  # of Helvetica, in thousandths of the size, as Adobe published them
    222: "ijl’‘", 191: "'", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 355: '"', 389: "*",
    469: "^", 500: "Jckrsvxyz", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ",
    833: "Mm", 889: "%", 944: "W", 1000: "…—", 1015: "@",
}  # fmt: skip
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
USUAL, BOLDER = 556, 1.1
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # with bytes that tell a mailer that it is no text
CATALOG, PAGES, INFO, FONTS, OUTLINES = 1, 2, 3, (4, 5, 6), 7
CHILD, DESCRIPTOR, LETTERS, FIRST_FREE = 8, 9, 10, 11


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture as a PDF takes it: `data` is deflated, with a filter before each row where `filtered`."""

    width: int
    height: int
    data: bytes
    colours: int = 2
    filtered: bool = True

    @property
    def dictionary(self) -> str:
        """What the PDF says of it."""
        space, count = COLOURS[self.colours]
        rows = f"/Predictor 15 /Colors {count} /Columns {self.width}" if self.filtered else "/Predictor 1"
        return (
            f"/Type /XObject /Subtype /Image /Width {self.width} /Height {self.height} /ColorSpace {space} "
            f"/BitsPerComponent 8 /Filter /FlateDecode /DecodeParms << {rows} >>"
        )


def raster_of(png: bytes) -> Raster:
    """Return the pixels of a PNG as they stand in it. Raises ValueError for one that is not plain grey or RGB."""
    chunks = dict[bytes, list[bytes]]()
    for kind, content in _chunks(png):
        chunks.setdefault(kind, []).append(content)
    if b"IHDR" not in chunks or b"tRNS" in chunks or not chunks.get(b"IDAT"):
        raise ValueError("no plain PNG")
    width, height, depth, colours, packing, filters, woven = struct.unpack(">IIBBBBB", chunks[b"IHDR"][0])
    if depth != 8 or colours not in COLOURS or packing or filters or woven or not width * height:
        raise ValueError("no plain PNG")
    return Raster(width, height, b"".join(chunks[b"IDAT"]), colours)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_MARK)
    if not png.startswith(PNG_MARK):
        raise ValueError("no PNG")
    while place + 12 <= len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def raster_of_rgb(width: int, height: int, rgb: bytes) -> Raster:
    """Return bare pixels, three bytes each, deflated."""
    return Raster(width, height, zlib.compress(rgb, 6), filtered=False)


def written(text: str) -> str:
    """Return `text` in letters that the fonts have: others lose their accents, or become a question mark."""
    return "".join(_letter(each) for each in " ".join(text.split()))


def _letter(letter: str) -> str:
    if letter.isprintable() and letter.encode(CODES, "ignore"):
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return kept if kept.encode(CODES, "ignore").decode(CODES) == kept and kept else "?"


def length(text: str, size: float, *, bold: bool = False) -> float:
    """Return how long a line is in points, within what an accent adds; of bold, at most how long."""
    thousandths = sum(WIDTH_OF.get(unicodedata.normalize("NFD", each)[0], USUAL) for each in text)
    return thousandths * size / 1000 * (BOLDER if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Return `text` in lines of at most `room` points. A word that is longer is divided."""
    lines, line = [], ""
    for word in written(text).split():
        rest = word
        if line and length(f"{line} {rest}", size, bold=bold) <= room:
            line = f"{line} {rest}"
            continue
        lines += [line] if line else []
        while length(rest, size, bold=bold) > room:
            fits = next(
                n for n in range(len(rest), 0, -1) if n == 1 or length(rest[:n], size, bold=bold) <= room
            )
            lines.append(rest[:fits])
            rest = rest[fits:]
        line = rest
    return [*lines, line] if line else lines


@dataclass
class Page:
    """A page as it is composed: marks on it in points from its lower left corner, and links to other pages."""

    width: float
    height: float
    marks: list[str] = field(default_factory=list)
    links: list[tuple[tuple[float, float, float, float], int]] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)
    picture: Raster | None = None

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """Write a line that begins at (x, y)."""
        face = BOLD if bold else PLAIN
        self.marks.append(f"BT {face} {size:g} Tf {x:.2f} {y:.2f} Td {_string(written(text))} Tj ET")

    def text_to(self, x: float, y: float, text: str, size: float) -> None:
        """Write a line that ends at (x, y)."""
        self.text(x - length(written(text), size), y, text, size)

    def rule(self, y: float, margin: float) -> None:
        """Draw a thin line from margin to margin."""
        self.marks.append(f"0.7 G 0.5 w {margin:.2f} {y:.2f} m {self.width - margin:.2f} {y:.2f} l S 0 G")

    def paint(
        self, picture: Raster, window: tuple[float, float, float, float], scale: float, above: float
    ) -> None:
        """Draw what of a picture stands in `window` (x, y, width, height), its upper `above` points cut off."""
        x, y, width, height = window
        across, down = picture.width * scale, picture.height * scale
        self.picture = picture
        self.marks.append(
            f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n "
            f"{across:.3f} 0 0 {down:.3f} {x:.3f} {y + height + above - down:.3f} cm /Im Do Q"
        )

    def unseen(self, x: float, y: float, lines: Sequence[str]) -> None:
        """Write lines that are found and copied, but not seen."""
        for number, line in enumerate(lines):
            codes = _codes(line)
            self.letters |= {codes[start : start + 4] for start in range(0, len(codes), 4)}
            self.marks.append(f"BT {UNSEEN} 4 Tf 3 Tr {x:.2f} {y - 4 * number:.2f} Td <{codes}> Tj 0 Tr ET")


def _string(text: str) -> str:
    return "(" + re.sub(r"([\\()])", r"\\\1", text) + ")"


def _codes(text: str) -> str:
    """Return the letters as numbers of two bytes; the few beyond that become the mark of a lost letter."""
    kept = (each if ord(each) < 1 << 16 and each.isprintable() else "\ufffd" for each in text)
    return "".join(kept).encode("utf-16-be").hex()


def _told(text: str) -> str:
    """Return a text of the document itself (title, bookmark): readable where it is plain, else UTF-16."""
    text = "".join(each for each in text if each.isprintable())
    return _string(text) if text.isascii() else f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class Document:
    """A PDF of a number of pages that is known beforehand, being written to `sink`."""

    def __init__(self, sink: IO[bytes], count: int) -> None:
        self.sink, self.count = sink, count
        self.places: dict[int, int] = {}
        self.at = self.done = 0
        self.next = FIRST_FREE + 2 * count
        self.last: tuple[Raster, int] | None = None
        self.letters: set[str] = set()
        self._put(HEADER)

    def add(self, page: Page) -> None:
        """Write the next page. One picture over several pages, one after the other, is written once."""
        number = FIRST_FREE + 2 * self.done
        self.done += 1
        self.letters |= page.letters
        content = "\n".join(page.marks).encode(CODES)
        fonts = " ".join(
            f"{name} {each} 0 R" for name, each in zip((PLAIN, BOLD, UNSEEN), FONTS, strict=True)
        )
        shown = f"/XObject << /Im {self._picture(page.picture)} 0 R >>" if page.picture else ""
        links = " ".join(self._link(box, to) for box, to in page.links)
        self._object(
            number,
            f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {page.width:g} {page.height:g}] "
            f"/Resources << /Font << {fonts} >> {shown} >> /Contents {number + 1} 0 R /Annots [{links}] >>",
        )
        self._stream(number + 1, "", content)

    def finish(self, title: str, bookmarks: Mapping[int, str]) -> None:
        """Write what holds the pages together. `bookmarks`: {page from 0: words}. Raises ValueError."""
        if self.done != self.count:
            raise ValueError(f"{self.done} of {self.count} pages were written")
        self._fonts()
        self._outlines(bookmarks)
        kids = " ".join(f"{self._page(number)} 0 R" for number in range(self.count))
        self._object(PAGES, f"<< /Type /Pages /Count {self.count} /Kids [{kids}] >>")
        self._object(INFO, f"<< /Title {_told(title)} >>")
        self._object(
            CATALOG,
            f"<< /Type /Catalog /Pages {PAGES} 0 R /Outlines {OUTLINES} 0 R /PageMode /UseOutlines /Lang (en-GB) "
            f"/ViewerPreferences << /DisplayDocTitle true >> /OpenAction [{self._page(0)} 0 R /XYZ null null 1] >>",
        )
        start, size = self.at, self.next
        rows = "".join(f"{self.places[number]:010} 00000 n \n" for number in range(1, size))
        self._put(f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode())
        self._put(f"trailer\n<< /Size {size} /Root {CATALOG} 0 R /Info {INFO} 0 R >>\n".encode())
        self._put(f"startxref\n{start}\n%%EOF\n".encode())

    def _fonts(self) -> None:
        for number, name in zip(FONTS, ("Helvetica", "Helvetica-Bold"), strict=False):
            self._object(
                number, f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
            )
        self._object(
            FONTS[2],
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /Identity-H "
            f"/DescendantFonts [{CHILD} 0 R] /ToUnicode {LETTERS} 0 R >>",
        )
        self._object(
            CHILD,
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /DW 500 /FontDescriptor {DESCRIPTOR} 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        )
        self._object(
            DESCRIPTOR,
            "<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
            "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        )
        self._stream(LETTERS, "", _letters(sorted(self.letters)).encode())

    def _outlines(self, bookmarks: Mapping[int, str]) -> None:
        first = self.next
        self.next += len(bookmarks)
        last = self.next - 1
        for number, (page, words) in enumerate(sorted(bookmarks.items()), first):
            beside = f"/Prev {number - 1} 0 R" if number > first else ""
            beside += f" /Next {number + 1} 0 R" if number < last else ""
            self._object(
                number,
                f"<< /Title {_told(words)} /Parent {OUTLINES} 0 R {beside} "
                f"/Dest [{self._page(page)} 0 R /XYZ null null null] >>",
            )
        self._object(
            OUTLINES, f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(bookmarks)} >>"
        )

    def _link(self, box: tuple[float, float, float, float], to: int) -> str:
        corners = " ".join(f"{each:.2f}" for each in box)
        return (
            f"<< /Type /Annot /Subtype /Link /Rect [{corners}] /Border [0 0 0] "
            f"/Dest [{self._page(to)} 0 R /XYZ null null null] >>"
        )

    def _page(self, number: int) -> int:
        return FIRST_FREE + 2 * number

    def _picture(self, picture: Raster) -> int:
        if self.last is None or self.last[0] is not picture:
            self.last = (picture, self.next)
            self.next += 1
            self._stream(self.last[1], picture.dictionary, picture.data)
        return self.last[1]

    def _object(self, number: int, body: str) -> None:
        self.places[number] = self.at
        self._put(f"{number} 0 obj\n".encode() + body.encode(CODES) + b"\nendobj\n")

    def _stream(self, number: int, dictionary: str, content: bytes) -> None:
        self.places[number] = self.at
        self._put(f"{number} 0 obj\n<< {dictionary} /Length {len(content)} >>\nstream\n".encode())
        self._put(content)
        self._put(b"\nendstream\nendobj\n")

    def _put(self, content: bytes) -> None:
        self.at += len(content)
        self.sink.write(content)


def _letters(codes: Sequence[str]) -> str:
    """Return the table (a ToUnicode CMap) that tells which letter each number is: itself."""
    groups = [codes[start : start + 100] for start in range(0, len(codes), 100)]
    tables = [
        f"{len(group)} beginbfchar\n" + "\n".join(f"<{code}> <{code}>" for code in group) + "\nendbfchar"
        for group in groups
    ]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *tables,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )
