"""A name is planted wherever a file can carry one. It is in no output of a redacted copy."""

import struct
import zlib
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from casework.accounts.models import Officer
from casework.evidence import service
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.queries import posts_to_show
from casework.evidence.reading import read_words
from casework.evidence.redaction.regions import Reason, Region
from casework.evidence.redaction.words import shown
from casework.permissions import Role
from casework.takedowns.workflow import RequestStatus
from tests.support import files
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit, make_redaction, release
from tests.support.factories import make_officer
from tests.support.request_factories import request_in

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


@pytest.fixture
def handler(app: Flask) -> Officer:
    return make_officer(Role.TAKEDOWN_OFFICER)


def outputs(client: Browserless, redaction: Redaction, request_id: int, handler: Officer) -> list[bytes]:
    """Return everything that leaves: the copy as shown, as downloaded, the certificate, the takedown officer's page."""
    place = f"/redactions/{redaction.id}"
    found = []
    for path in (f"{place}/pages/1.png", f"{place}/copy/1", f"{place}/certificate"):
        with client.http.get(path) as response:
            assert response.status_code == 200, path
            found += [response.data, str(response.headers).encode()]
    client.sign_in(handler)
    for path in (f"/my-requests/{request_id}", f"/my-requests/{request_id}/copies/{redaction.id}/1.png"):
        with client.http.get(path) as response:
            assert response.status_code == 200, path
            found.append(response.data)
    return found


@pytest.mark.parametrize(
    ("content", "ending", "box"),
    [(png(), "png", ON_PICTURE), (jpeg(), "jpg", ON_PICTURE), (pdf(), "pdf", ON_PAGE)],
    ids=["png", "jpeg", "pdf"],
)
def test_a_name_planted_anywhere_in_a_file_is_in_no_output_of_its_redacted_copy(
    client: Browserless,
    monitoring_officer: Officer,
    handler: Officer,
    content: bytes,
    ending: str,
    box: Region,
) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer, given_to_id=handler.id)
    exhibit: Exhibit = make_exhibit(monitoring_officer, request.case_id, content, f"{NAME}.{ending}")
    service.describe(
        exhibit,
        actor=monitoring_officer,
        title=f"{NAME} on the bins",
        posts=[post.id for post, _ in posts_to_show(request.case_id)],
    )
    client.sign_in(monitoring_officer)
    redaction = make_redaction(exhibit, make_officer(Role.DEPUTY), box)
    with client.http.get(f"/redactions/{redaction.id}/original/1.png") as original:
        assert shown([NAME], read_words(original.data) or "")  # it was there to be read
    release(redaction, monitoring_officer)
    for output in outputs(client, redaction, request.id, handler):
        assert not any(spelt in output for spelt in SPELT)
        if output.startswith(b"\x89PNG"):
            assert not shown([NAME, "Fogglethwaite"], read_words(output) or "")
            packed = Image.open(BytesIO(output))
            assert not packed.info
            assert not packed.getexif()
