"""Every kind of file that phones, mail and mischief send, made on the spot: none is kept in the repository.

All of it is fictional. Each function returns the bytes of one file.
"""

import random
import struct
import zipfile
import zlib
from email.message import EmailMessage
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SMALL = (120, 200)
HTML = b"<!DOCTYPE html><html><body><script>alert('fictional')</script></body></html>\n"


def picture(size: tuple[int, int] = SMALL, mode: str = "RGB") -> Image.Image:
    """Draw something like a screenshot of a post: words above a coloured block."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, height // 2, width // 2, height - 1), fill=(40, 90, 160))
    for line in range(0, height // 2, 16):
        draw.text((4, line), "The bins are late again", fill="black")
    if mode == "I;16":
        return Image.frombytes(
            mode, size, bytes(half for level in image.convert("L").tobytes() for half in (level, level))
        )
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Return the bytes of `image` in one of Pillow's formats."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def png(size: tuple[int, int] = SMALL, mode: str = "RGB") -> bytes:
    return saved(picture(size, mode), "PNG")


def blank(size: tuple[int, int], mode: str = "RGB") -> bytes:
    """Return a PNG of one colour, however large, in little time."""
    return saved(Image.new(mode, size, "silver"), "PNG", compress_level=1)


def screenshot(size: tuple[int, int] = (1080, 2400)) -> bytes:
    """Return a phone's screenshot as PNG: about 2 MB in the usual size, half words and half photograph."""
    image = picture(size)
    width, height = size
    rough = random.Random(1).randbytes(width * height // 2)
    photograph = Image.frombytes("L", (width, height // 2), rough).convert("RGB")
    image.paste(photograph.point(lambda level: level // 4), (0, height // 2))
    return saved(image, "PNG")


def jpeg(size: tuple[int, int] = SMALL, mode: str = "RGB", quality: int = 90) -> bytes:
    return saved(picture(size, mode), "JPEG", quality=quality)


def rotated_jpeg_with_location(size: tuple[int, int] = SMALL) -> bytes:
    """Return a JPEG held sideways: EXIF says turn it right by 90 degrees, and where the phone was."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Fictional Phones Ltd"
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    return saved(picture(size), "JPEG", exif=exif)


def webp(size: tuple[int, int] = SMALL) -> bytes:
    return saved(picture(size), "WEBP", quality=80)


def gif() -> bytes:
    return saved(picture(), "GIF")


def animated(form: str) -> bytes:
    """Return three frames as PNG, WEBP or GIF."""
    frames = [Image.new("RGB", SMALL, colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=200)


def pdf(pages: int = 2, extra_catalogue: bytes = b"", size: tuple[int, int] = (595, 842)) -> bytes:
    """Return a PDF of `pages` pages, each with a line of words and a blue block."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * page) for page in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra_catalogue + b" >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in range(pages):
        words = b"0.1 0.3 0.6 rg 72 72 300 200 re f 0 g BT /F1 24 Tf 72 700 Td (Page %d) Tj ET" % (page + 1)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (*size, first + 2 * page + 1),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        ]
    return _assembled(b"%PDF-1.4\n", objects)


def pdf_by(author: str) -> bytes:
    """Return a PDF that names its author."""
    whole = pdf(1)
    later = b"9 0 obj\n<< /Author (%s) >>\nendobj\n" % author.encode()
    trailer = b"trailer\n<< /Size 10 /Root 1 0 R /Info 9 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        whole[whole.rindex(b"startxref") + 9 :].split()[0],
        len(whole) + len(later),
    )
    return whole + later + b"xref\n9 1\n%010d 00000 n \n" % len(whole) + trailer


def pdf_with_script() -> bytes:
    """Return a PDF that would run JavaScript when opened."""
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
    names = b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>"
    return pdf(1, action + names)


def locked_pdf() -> bytes:
    """Return a PDF that opens with a password only."""
    encrypt = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> "
        b"/ID [<" + b"00" * 16 + b"> <" + b"00" * 16 + b">]"
    )
    return pdf(1).replace(b"/Root 1 0 R", b"/Root 1 0 R " + encrypt)


def _assembled(header: bytes, objects: list[bytes]) -> bytes:
    body, places = header, []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def cut_short(whole: bytes, part: float = 0.5) -> bytes:
    """Return the first `part` of a file, as a broken transfer leaves it."""
    return whole[: int(len(whole) * part)]


def damaged_png() -> bytes:
    """Return a PNG of full length, one byte of whose picture has changed."""
    return flipped(png((400, 400)), at=b"IDAT")


def flipped(whole: bytes, at: bytes) -> bytes:
    """Change one byte a little after the first place where `at` stands."""
    place = whole.index(at) + len(at) + 40
    return whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]


def damaged_jpeg() -> bytes:
    """Return a JPEG of full length whose tables make no sense."""
    whole = jpeg()
    place = whole.index(b"\xff\xc4") + 5
    return whole[:place] + b"\xff" * 16 + whole[place + 16 :]


def damaged_webp() -> bytes:
    """Return a WebP of full length, the beginning of whose picture is gone."""
    whole = webp()
    return whole[:20] + bytes(200) + whole[220:]


def damaged_pdf() -> bytes:
    """Return a PDF with a beginning and an end and nothing between that makes sense."""
    return b"%PDF-1.4\n" + b"nothing that makes sense\n" * 20 + b"startxref\n9\n%%EOF\n"


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return one PNG chunk."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png_bomb(side: int = 12_000) -> bytes:
    """Return a PNG of a few kilobytes that unpacks to `side` squared black pixels, 144 million by default."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side // 8)) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def webp_bomb() -> bytes:
    """Return the beginning of a WebP that declares 16,000 by 16,000 pixels, and an end."""
    side = struct.pack("<I", 16_000 - 1)[:3]
    content = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + side + side + bytes(100)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def png_with_swapped_primaries() -> bytes:
    """Return a red PNG with a colour profile in which red and blue have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"????"), (b"bXYZ", b"rXYZ"), (b"????", b"bXYZ")):
        profile = profile.replace(old, new, 1)
    return saved(Image.new("RGB", SMALL, "red"), "PNG", icc_profile=profile)


def png_with_trailing_bytes() -> bytes:
    """Return a PNG with the rest of an earlier, larger picture behind its end (as in CVE-2023-21036)."""
    return png() + cut_short(png((300, 300)))[60:]


def png_with_long_text() -> bytes:
    """Return a PNG whose metadata holds two megabytes of words."""
    whole = png()
    words = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"<script>" * 250_000))
    return whole[:33] + words + whole[33:]


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box of an ISO base media file."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def heic() -> bytes:
    """Return the boxes that make a file a HEIC photograph, without a photograph."""
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(24)) + box(b"mdat", bytes(400))


def mp4() -> bytes:
    """Return the boxes that make a file an MP4 video, without a video."""
    return box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"free", b"") + box(b"mdat", bytes(4000))


def eml() -> bytes:
    return (
        b"From: A Resident <resident@example.org>\r\nTo: monitoring.officer@example.gov.uk\r\n"
        b"Subject: A councillor's post\r\nDate: Mon, 1 Jun 2026 09:00:00 +0100\r\n"
        b"Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nPlease look.\r\n"
    )


def msg() -> bytes:
    """Return the frame of an Outlook message: a compound file whose directory names its properties."""
    end, free, table_follows = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", table_follows, end, *[free] * 126)
    entries = (("Root Entry", 5), ("__nameid_version1.0", 1), ("__properties_version1.0", 2))
    directory = b"".join(_entry(name, kind) for name, kind in (*entries, ("__substg1.0_0037001F", 2)))
    return header + table + directory


def _entry(name: str, kind: int) -> bytes:
    letters, nobody, end = name.encode("utf-16-le"), 0xFFFFFFFF, 0xFFFFFFFE
    return struct.pack("<64sHBB3I36xIQ", letters, len(letters) + 2, kind, 1, nobody, nobody, nobody, end, 0)


def archive(**members: bytes) -> bytes:
    """Return a ZIP file of `members`, by name."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (members or {"post.png": png()}).items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    parts = {
        "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": b"<Relationships/>",
        "word/document.xml": b"<w:document/>",
    }
    return archive(**parts, **more)


def svg() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>\n'


def program() -> bytes:
    """Return the beginning of a Windows program, harmless: it holds no instructions."""
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<HH", 0x8664, 1) + bytes(300)


def html_polyglot_pdf() -> bytes:
    """Return a PDF that a careless browser might show as a page: it begins with HTML in a comment."""
    whole = pdf(1)
    objects_begin = whole.index(b"1 0 obj")
    return whole[:objects_begin] + b"%" + HTML + whole[objects_begin:]


def html() -> bytes:
    return HTML


def text() -> bytes:
    return "The councillor wrote: “nobody will miss it”.\n".encode()


def eml_with(**attached: bytes) -> bytes:
    """Return an e-mail with words, a page that says the same, and files attached by name."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "A Resident <resident@example.org>", "monitoring.officer@example.gov.uk"
    letter["Subject"], letter["Date"] = "Zwei „Bilder“", "Mon, 01 Jun 2026 09:00:00 +0100"
    letter.set_content("Please look at the pictures.\n")
    letter.add_alternative("<p>Please look.<script>alert(1)</script></p>", subtype="html")
    for name, content in attached.items():
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def msg_with(subject: str, body: str, name: str, attached: bytes) -> bytes:
    """Return an Outlook message with one file attached: a compound file, small streams in its mini stream."""
    streams = [
        ("__substg1.0_0037001F", subject.encode("utf-16-le")),
        ("__substg1.0_0C1A001F", "A Resident".encode("utf-16-le")),
        ("__substg1.0_1000001F", body.encode("utf-16-le")),
        ("__substg1.0_3707001F", name.encode("utf-16-le")),
        ("__substg1.0_37010102", attached),
    ]
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    mini, large, placed = b"", b"", list[tuple[str, int, int]]()
    mini_table = list[int]()
    for _, content in streams:
        if len(content) < 4096:
            first, count = len(mini_table), max(1, -(-len(content) // 64))
            mini_table += [*range(first + 1, first + count), end]
            mini += content.ljust(64 * count, b"\0")
            placed.append(("mini", first, len(content)))
        else:
            placed.append(("large", len(large) // 512, len(content)))
            large += content.ljust(-(-len(content) // 512) * 512, b"\0")
    mini = mini.ljust(-(-len(mini) // 512) * 512, b"\0")
    counts = {"fat": 4, "directory": 2, "minifat": 1, "mini": len(mini) // 512}
    starts, at = {}, 0
    for part, count in counts.items():
        starts[part], at = at, at + count
    table = [0xFFFFFFFD] * 4
    for part in ("directory", "minifat", "mini"):
        table += [*range(starts[part] + 1, starts[part] + counts[part]), end]
    for kind, first, size in placed:
        if kind == "large":
            table += [*range(at + first + 1, at + first - (-size // 512)), end]
    table += [free] * (512 - len(table))

    def entry(label: str, kind: int, kin: tuple[int, int, int], first: int, size: int) -> bytes:
        letters = label.encode("utf-16-le")
        return struct.pack("<64sHBB3I36xIQ", letters, len(letters) + 2, kind, 1, *kin, first, size)

    entries = [entry("Root Entry", 5, (free, free, 1), starts["mini"], len(mini))]
    # 1 subject, 2 sender, 3 body, 4 the attachment's storage; 5 and 6 in it
    kin = [(free, 2, free), (free, 3, free), (free, 4, free), (free, 6, free), (free, free, free)]
    for number, ((label, _), (kind, first, size)) in enumerate(zip(streams, placed, strict=True)):
        if number == 3:
            entries.append(entry("__attach_version1.0_#00000000", 1, (free, free, 5), 0, 0))
        entries.append(entry(label, 2, kin[number], first + (at if kind == "large" else 0), size))
    entries.append(entry("__nameid_version1.0", 0, (free, free, free), 0, 0))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    tables = (0, 4, starts["directory"], 0, 4096, starts["minifat"], 1, end, 0)
    header += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, *tables)
    header += struct.pack("<109I", 0, 1, 2, 3, *[free] * 105)
    minifat = struct.pack("<128I", *mini_table, *[free] * (128 - len(mini_table)))
    return (
        header + struct.pack("<512I", *table) + b"".join(entries).ljust(1024, b"\0") + minifat + mini + large
    )
