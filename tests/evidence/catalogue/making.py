"""Files that only this catalogue needs, made on the spot; all of it is fictional."""

import struct
import zlib

from PIL import Image

from tests.support import files

RELATION = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://fictional.example/t" TargetMode="External"/></Relationships>'
)


def png_with(behind: bytes) -> bytes:
    return files.png() + behind


def second_stream() -> bytes:
    """Return a PNG with one more chunk of data than its rows need: no program shows it."""
    whole, unseen = files.png(), zlib.compress(b"an earlier one, unseen")
    end = whole.rindex(b"IEND") - 4
    return whole[:end] + files.chunk(b"IDAT", unseen[:25].ljust(25, b"\0")) + whole[end:]


def hostile_metadata() -> bytes:
    """Return a PNG whose words are a script, and a chunk of a megabyte of them."""
    whole = files.png()
    words = files.chunk(b"tEXt", b"Comment\0<script>alert(1)</script>" + b"A" * (1 << 20))
    return whole[:33] + words + whole[33:]


def jpeg_with_embedded_thumbnail() -> bytes:
    """Return a JPEG whose EXIF carries a small picture of its own, of what was cropped away."""
    exif = Image.Exif()
    exif[0x010E] = "Fictional"
    exif.get_ifd(0x8769)[0x9286] = files.jpeg((60, 60))
    return files.saved(files.picture(), "JPEG", exif=exif)


def faulty_profile() -> bytes:
    return files.saved(files.picture(), "PNG", icc_profile=b"no profile at all" * 500)


def multi_page_tiff(pages: int) -> bytes:
    frames = [Image.new("RGB", (60, 90), (shade * 3 % 256, 90, 160)) for shade in range(pages)]
    return files.saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])


def many_paged_tiff(pages: int) -> bytes:
    """Return a TIFF of `pages` tiny pages, each a directory of its own that names the next."""
    entries = [
        (256, 4, 1),
        (257, 4, 1),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (278, 4, 1),
        (279, 4, 1),
    ]
    length = 2 + 12 * len(entries) + 4
    whole = b"II*\0" + struct.pack("<I", 12) + b"\x80\0\0\0"
    for page in range(pages):
        following = 12 + (page + 1) * length if page + 1 < pages else 0
        fields = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
        whole += struct.pack("<H", len(entries)) + fields + struct.pack("<I", following)
    return whole


def revised_pdf() -> bytes:
    """Return a PDF to which a later revision was added, as editors save: the first is still in it."""
    whole = files.pdf(1)
    place = len(whole)
    later = b"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>\nendobj\n"
    first = whole[whole.rindex(b"startxref") + 9 :].split()[0]
    return (
        whole
        + later
        + b"xref\n3 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (place, first, place + len(later))
    )


def revised_in_streams(times: int = 1) -> bytes:
    """Return a PDF that was saved again so often, with streams of cross-references in place of tables."""
    whole = files.pdf(1)
    before = int(whole[whole.rindex(b"startxref") + 9 :].split()[0])
    for _ in range(times):
        place = len(whole)
        font = b"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>\nendobj\n"
        rows = bytes([1]) + place.to_bytes(4) + bytes([0])
        section = (
            b"9 0 obj\n<< /Type /XRef /Size 10 /Root 1 0 R /Prev %d /W [1 4 1] /Index [3 1] /Length %d >>\n"
            b"stream\n%s\nendstream\nendobj\nstartxref %d %%%%EOF\n"
        ) % (before, len(rows), rows, place + len(font))
        before = place + len(font)
        whole += font + section
    return whole


def annotated_pdf() -> bytes:
    """Return a PDF with a black box laid over its page, which takes nothing away."""
    box = b"/Annots [<< /Type /Annot /Subtype /Square /Rect [72 72 300 300] /IC [0 0 0] /F 4 >>] "
    whole = files.pdf(1)
    return whole.replace(b"/MediaBox", box + b"/MediaBox")


def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n"


def photoshop() -> bytes:
    return b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\x0a\0\0\0\x0a\0\x08\0\3" + bytes(50)


def unknown_letters() -> bytes:
    """Return an e-mail whose words say that they are in letters of which nobody has heard."""
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Caf\xc3\xa9\r\nContent-Type: text/plain; charset=%s"
    return head % b"windows-9999" + b"\r\n\r\nThe caf\xe9 stays shut.\r\n"


def packed_otherwise() -> bytes:
    """Return a ZIP file of two, of which the first says that it is packed with Zstandard."""
    whole = bytearray(files.archive(**{"first.txt": b"one" * 99, "second.txt": b"two" * 99}))
    for mark, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        struct.pack_into("<H", whole, whole.index(mark) + place, 93)
    return bytes(whole)


def saved_page() -> bytes:
    """Return a page as Chromium saves it with its pictures (RFC 2557)."""
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://fictional.example/post\r\n"
        b"Subject: A post\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
        b"--B\r\nContent-Type: text/html\r\n\r\n<p>The words of the post</p>\r\n--B--\r\n"
    )


def internet_shortcut() -> bytes:
    return b"[InternetShortcut]\r\nURL=http://169.254.169.254/fictional\r\n"
