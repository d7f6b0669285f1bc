"""Each row: a name as it came, its bytes, what becomes of it, and words that the officer reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from casework.evidence.workflow import IntakeStatus
from tests.evidence.catalogue import letters, making
from tests.support import files

OK, WARNED, HELD = IntakeStatus.ACCEPTED, IntakeStatus.WARNED, IntakeStatus.QUARANTINED
REFUSED = None


@dataclass(frozen=True)
class Row:
    """One line of the catalogue."""

    make: Callable[[], bytes]
    name: str
    becomes: IntakeStatus | None
    says: str
    pictured: bool = False


ROWS = {
    "an empty file": Row(bytes, "empty.png", REFUSED, "It may still be on its way"),
    "half a PNG": Row(lambda: files.cut_short(files.png()), "cut.png", WARNED, "cut short", pictured=True),
    "most of a JPEG": Row(
        lambda: files.cut_short(files.jpeg(), 0.9), "cut.jpg", WARNED, "cut short", pictured=True
    ),
    "a JPEG called PNG": Row(files.jpeg, "post.png", WARNED, "its bytes are a JPEG picture", pictured=True),
    "a web page called PNG": Row(files.html, "post.png", HELD, "its name promises something else"),
    "a program called PNG": Row(files.program, "post.png", HELD, "its name promises something else"),
    "a program": Row(files.program, "setup.exe", HELD, "a program"),
    "a drawing with a script": Row(files.svg, "drawing.svg", HELD, "as a PNG picture"),
    "a PNG with a ZIP behind it": Row(
        lambda: making.png_with(files.archive()),
        "post.png",
        WARNED,
        "do not disclose the original",
        pictured=True,
    ),
    "a JPEG with a web page behind it": Row(
        lambda: files.jpeg() + files.HTML, "post.jpg", WARNED, f"{len(files.HTML) - 1} bytes", pictured=True
    ),
    "the rest of an earlier screenshot": Row(
        files.png_with_trailing_bytes, "crop.png", WARNED, "an earlier, uncropped picture", pictured=True
    ),
    "a PDF that is a web page too": Row(
        files.html_polyglot_pdf, "both.pdf", WARNED, "read as a web page", pictured=True
    ),
    "a decompression bomb": Row(files.png_bomb, "bomb.png", HELD, "12,000 by 12,000"),
    "a PNG with a second picture in its data": Row(
        making.second_stream, "post.png", WARNED, "25 bytes follow its end", pictured=True
    ),
    "a moving PNG": Row(
        partial(files.animated, "PNG"), "moves.png", WARNED, "It moves: 3 frames", pictured=True
    ),
    "a moving WebP": Row(
        partial(files.animated, "WEBP"), "moves.webp", WARNED, "It moves: 3 frames", pictured=True
    ),
    "a moving GIF": Row(
        partial(files.animated, "GIF"),
        "moves.gif",
        WARNED,
        "It moves: 3 frames. The preview shows 3",
        pictured=True,
    ),
    "a GIF with a ZIP behind it": Row(
        lambda: files.animated("GIF") + files.archive(),
        "moves.gif",
        WARNED,
        "do not disclose the original",
        pictured=True,
    ),
    "a TIFF of several pages": Row(
        partial(making.multi_page_tiff, 12),
        "scan.tif",
        WARNED,
        "It has 12 pages. The preview shows 9",
        pictured=True,
    ),
    "a TIFF of too many pages": Row(
        partial(making.many_paged_tiff, 2100), "scan.tif", HELD, "more than 2,000 frames or pages"
    ),
    "a PDF with an earlier revision": Row(
        making.revised_pdf, "revised.pdf", WARNED, "1 earlier revisions", pictured=True
    ),
    "a PDF with earlier revisions in streams": Row(
        partial(making.revised_in_streams, 2), "revised.pdf", WARNED, "2 earlier revisions", pictured=True
    ),
    "a PDF with remarks over its page": Row(
        making.annotated_pdf, "remarks.pdf", WARNED, "What they cover is still there", pictured=True
    ),
    "a PDF with layers": Row(
        partial(files.pdf, 1, b"/OCProperties << /OCGs [] /D << >> >> "),
        "layers.pdf",
        WARNED,
        "It has layers",
        pictured=True,
    ),
    "a photograph for print": Row(
        partial(files.jpeg, mode="CMYK"), "print.jpg", OK, "120 by 200 pixels", pictured=True
    ),
    "16 bits of grey": Row(partial(files.png, mode="I;16"), "deep.png", OK, "PNG picture", pictured=True),
    "a palette": Row(partial(files.png, mode="P"), "palette.png", OK, "PNG picture", pictured=True),
    "transparency": Row(
        lambda: files.saved(files.picture().convert("RGBA").point(lambda level: level // 2), "PNG"),
        "see-through.png",
        WARNED,
        "transparent and may hide something",
        pictured=True,
    ),
    "a photograph on its side with a place": Row(
        files.rotated_jpeg_with_location, "photo.jpg", WARNED, "where it was taken", pictured=True
    ),
    "hostile words in its metadata": Row(
        making.hostile_metadata, "words.png", WARNED, "PNG picture", pictured=True
    ),
    "a faulty colour profile": Row(
        making.faulty_profile, "colours.png", WARNED, "profile is faulty", pictured=True
    ),
    "a thumbnail of what was cropped": Row(
        making.jpeg_with_embedded_thumbnail, "cropped.jpg", OK, "JPEG picture", pictured=True
    ),
    "a HEIC photograph": Row(files.heic, "photo.heic", OK, "on the phone that took it"),
    "PostScript": Row(making.postscript, "figure.eps", HELD, "never opened here"),
    "a Photoshop file": Row(making.photoshop, "layers.psd", HELD, "never opened here"),
    "a PDF with a script": Row(
        files.pdf_with_script, "form.pdf", WARNED, "They were not followed", pictured=True
    ),
    "a locked PDF": Row(files.locked_pdf, "locked.pdf", WARNED, "Ask for a copy without one"),
    "a Word document": Row(files.docx, "letter.docx", OK, "without a preview"),
    "a Word document with macros": Row(
        lambda: files.docx(**{"word/vbaProject.bin": b"fictional"}), "letter.docx", HELD, "It holds macros"
    ),
    "a Word document that fetches its template": Row(
        lambda: files.docx(**{"word/_rels/settings.xml.rels": making.RELATION % b"attachedTemplate"}),
        "letter.docx",
        HELD,
        "It fetches something from elsewhere",
    ),
    "a Word document with a link to click": Row(
        lambda: files.docx(**{"word/_rels/document.xml.rels": making.RELATION % b"hyperlink"}),
        "letter.docx",
        OK,
        "without a preview",
    ),
    "a Word document that is a bomb": Row(
        lambda: files.docx(**{"word/a.xml": bytes(450 << 20)}), "letter.docx", HELD, "decompression bomb"
    ),
    "an e-mail": Row(files.eml, "mail.eml", OK, "an e-mail"),
    "an e-mail in letters that nobody knows": Row(making.unknown_letters, "mail.eml", OK, "an e-mail"),
    "an e-mail with a name of 1,000 emoji": Row(
        lambda: letters.mail("Fictional", {"\U0001f600" * 1000 + ".txt": b"kept", "behind.txt": b"kept too"}),
        "mail.eml",
        OK,
        "2 files were taken out of it",
    ),
    "a ZIP file with one member packed otherwise": Row(
        making.packed_otherwise,
        "parcel.zip",
        OK,
        "1 file was taken out of it. Each is an exhibit of its own. 1 stayed",
    ),
    "a parcel that is not a ZIP file": Row(
        lambda: b"7z\xbc\xaf'\x1c\0\x04" + bytes(200), "a.7z", OK, "one by one or in a ZIP file"
    ),
    "a page saved with its pictures": Row(
        making.saved_page,
        "post.mht",
        WARNED,
        "a web page saved with its pictures, which is never opened here",
    ),
    "a drawing behind a long remark": Row(
        lambda: b'<?xml version="1.0"?><!--' + b"x" * 5000 + b"-->" + files.svg(),
        "a.svg",
        HELD,
        "an SVG drawing",
    ),
    "a drawing in UTF-16": Row(
        lambda: files.svg().decode().encode("utf-16"), "a.svg", HELD, "an SVG drawing"
    ),
    "a burst of a phone's photographs": Row(
        lambda: files.heic().replace(b"ftypheic", b"ftypmsf1"), "burst.heic", OK, "on the phone that took it"
    ),
    "a TIFF with long places": Row(
        partial(files.saved, files.picture(), "TIFF", big_tiff=True),
        "scan.tif",
        OK,
        "120 by 200",
        pictured=True,
    ),
    "the first bytes of a JPEG": Row(
        lambda: files.jpeg()[:104], "cut.jpg", WARNED, "nothing of it can be shown"
    ),
    "an Outlook message": Row(files.msg, "mail.msg", OK, "an Outlook message"),
    "an e-mail in an e-mail": Row(
        partial(letters.nested, 3, **{"a.txt": b"words"}), "mail.eml", OK, "3 files were taken out of it"
    ),
    "an empty e-mail in an e-mail": Row(
        partial(letters.forwarding, b"", name="in.eml"), "mail.eml", OK, "1 stayed in there"
    ),
    "an e-mail in a ZIP file": Row(
        lambda: files.archive(**{"mail.eml": letters.mail("A post", {"a.txt": b"words"})}),
        "all.zip",
        OK,
        "2 files were taken out of it",
    ),
    "an Outlook message in another": Row(
        partial(letters.outlook_in_outlook, **{"a.txt": b"words"}),
        "mail.msg",
        OK,
        "2 files were taken out of it",
    ),
    "a saved web page": Row(files.html, "page.html", WARNED, "never opened here"),
    "a video": Row(files.mp4, "video.mp4", OK, "a video"),
    "a name that climbs": Row(files.png, "..\\../etc/CON\0.png" + "x" * 300, OK, "PNG", pictured=True),
    "a name that turns round": Row(
        files.png, "harmless\u202egnp.exe\u200b", OK, "PNG picture", pictured=True
    ),
    "a name that is a formula": Row(files.png, "=cmd|' /C calc'!A0.png", OK, "PNG picture", pictured=True),
    "an address in place of a file": Row(making.internet_shortcut, "link.url", OK, "without a preview"),
}
