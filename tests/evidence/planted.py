"""Files in which a name is planted wherever a file can carry one, and the search for it in what is given out."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from casework.evidence.reading import read_words
from casework.evidence.redaction.regions import Reason, Region
from casework.evidence.redaction.words import shown
from tests.support import files

NAME = "Quentin Fogglethwaite"
SPELT = (*(NAME.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")), b"Fogglethwaite")


def drawn() -> Image.Image:
    image = Image.new("RGB", (900, 300), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=40)
    draw.text((40, 40), "The bins are late again", fill="black", font=font)
    draw.text((40, 160), NAME, fill="black", font=font)
    return image


ON_PICTURE = Region(1, 30, 150, 600, 70, Reason.COMPLAINANT)


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010E] = found[0x013B] = NAME
    return found


def png() -> bytes:
    """Plant the name in pixels, text chunks, EXIF, a private chunk before the end, and behind the end."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", NAME)
    told.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta><dc:creator>{NAME}</dc:creator></x:xmpmeta>")
    data = files.saved(drawn(), "PNG", pnginfo=told, exif=exif())
    body = b"prVt" + NAME.encode()
    private = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:-12] + private + data[-12:] + NAME.encode()


def jpeg() -> bytes:
    """Plant the name in pixels, EXIF, a comment, and an embedded thumbnail that shows it; and behind the end."""
    small = files.saved(drawn().resize((160, 53)), "JPEG", comment=NAME.encode())
    data = files.saved(drawn(), "JPEG", exif=exif(), comment=NAME.encode(), quality=95)
    thumbnail = b"JFXX\0\x10" + small
    segment = b"\xff\xe0" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    return data[:2] + segment + data[2:] + NAME.encode()


def pdf() -> bytes:
    """Plant the name in the text layer, title, XMP, a bookmark, an annotation, an attachment, an earlier revision."""
    name = NAME.encode()
    words = b"BT /F1 24 Tf 72 700 Td (%s) Tj 0 -40 Td (Bins) Tj ET" % name
    first = words.replace(b"Bins", name)
    fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
    attached = b"/Names << /EmbeddedFiles << /Names [(%s.txt) 9 0 R] >> >>" % name
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /Metadata 8 0 R %s >>" % attached,
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots [11 0 R] %s >>"
        % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(first), first),
        b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        b"<< /Title (%s) /Parent 6 0 R /Dest [4 0 R /Fit] >>" % name,
        b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(name), name),
        b"<< /Type /Filespec /F (%s.txt) /EF << /F 10 0 R >> >>" % name,
        b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(name), name),
        b"<< /Type /Annot /Subtype /Text /Rect [400 690 420 710] /Contents (%s) >>" % name,
    ]
    whole = files._assembled(b"%PDF-1.7\n", objects)
    later = b"\n5 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(words), words)
    start = len(whole) + len(later)
    place = len(whole) + 1
    xref = b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 12 /Root 1 0 R /Prev %d >>\n" % (
        place,
        whole.rfind(b"xref\n", 0, whole.rfind(b"startxref")),
    )
    return whole + later + xref + b"startxref\n%d\n%%%%EOF\n" % start + name


ON_PAGE = Region(1, 140, 240, 620, 70, Reason.COMPLAINANT)


@dataclass(frozen=True)
class Planted:
    """A file, what it is called, and the box that covers the name on its picture."""

    content: bytes
    name: str
    box: Region

    @property
    def as_sent(self) -> tuple[bytes, str]:
        """Its bytes and its name."""
        return self.content, self.name


PLANTED = (
    Planted(png(), f"{NAME}.png", ON_PICTURE),
    Planted(jpeg(), f"{NAME}.jpg", ON_PICTURE),
    Planted(pdf(), f"{NAME}.pdf", ON_PAGE),
)


def parts(output: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    """Yield an output and all inside of it, each with its place: members of ZIPs and Office files, pages of PDFs."""
    yield place, output
    if output.startswith(b"%PDF-"):
        for number, page in enumerate(pypdfium2.PdfDocument(output), 1):
            yield f"{place}: the text of page {number}", page.get_textpage().get_text_bounded().encode()
            yield f"{place}: page {number}", files.saved(page.render(scale=2).to_pil(), "PNG")
    if is_zip(output):
        with ZipFile(BytesIO(output)) as archive:
            for member in archive.namelist():
                yield f"{place}: the name of a member", member.encode()
                yield from parts(archive.read(member), f"{place}: {member}")


def is_zip(content: bytes) -> bool:
    """Say whether these bytes are an archive, as workbooks and Word files are too."""
    return is_zipfile(BytesIO(content))


def is_png(content: bytes) -> bool:
    """Say whether these bytes are a PNG."""
    return content.startswith(b"\x89PNG")


def carries(content: bytes) -> bool:
    """Say whether the name stands in these bytes, in any encoding that files use."""
    return any(spelt in content for spelt in SPELT)


def shows(content: bytes) -> bool:
    """Say whether the name can be read on a picture."""
    readable = content.startswith((b"\x89PNG", b"\xff\xd8"))
    return readable and bool(shown([NAME, "Fogglethwaite"], read_words(content) or ""))


def told(output: bytes, place: str) -> list[str]:
    """Return each place within an output where the name stands or can be read."""
    return [where for where, content in parts(output, place) if carries(content) or shows(content)]
