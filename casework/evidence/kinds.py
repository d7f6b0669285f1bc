"""The kinds of file that an officer meets, in words, told from MIME types and never from names."""

from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    """What a file is."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    PDF = "pdf"
    GIF = "gif"
    HEIC = "heic"
    SVG = "svg"
    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    EMAIL = "email"
    OUTLOOK = "outlook"
    WORD = "word"
    SHEET = "sheet"
    ZIP = "zip"
    TEXT = "text"
    WEB_PAGE = "web_page"
    PAGE_ARCHIVE = "page_archive"
    ARCHIVE = "archive"
    PROGRAM = "program"
    OTHER = "other"

    @property
    def phrase(self) -> str:
        """The kind in a sentence: `a PNG picture`."""
        return PHRASES[self]


PHRASES = {
    Kind.PNG: "a PNG picture",
    Kind.JPEG: "a JPEG picture",
    Kind.WEBP: "a WebP picture",
    Kind.PDF: "a PDF document",
    Kind.GIF: "a GIF picture",
    Kind.HEIC: "a HEIC photograph",
    Kind.SVG: "an SVG drawing",
    Kind.PICTURE: "a picture of another kind",
    Kind.VIDEO: "a video",
    Kind.SOUND: "a sound recording",
    Kind.EMAIL: "an e-mail",
    Kind.OUTLOOK: "an Outlook message",
    Kind.WORD: "a Word document",
    Kind.SHEET: "a spreadsheet",
    Kind.ZIP: "a ZIP file",
    Kind.TEXT: "plain text",
    Kind.WEB_PAGE: "a web page",
    Kind.PAGE_ARCHIVE: "a web page saved with its pictures",
    Kind.ARCHIVE: "a parcel of files (7z, RAR, TAR, winmail.dat or the like)",
    Kind.PROGRAM: "a program",
    Kind.OTHER: "a file of an unknown kind",
}

OOXML = "application/vnd.openxmlformats-officedocument."
MIME_TYPES = {
    "image/png": Kind.PNG,
    "image/jpeg": Kind.JPEG,
    "image/webp": Kind.WEBP,
    "application/pdf": Kind.PDF,
    "image/gif": Kind.GIF,
    "image/heic": Kind.HEIC,
    "image/heif": Kind.HEIC,
    "image/heic-sequence": Kind.HEIC,
    "image/heif-sequence": Kind.HEIC,
    "image/avif": Kind.PICTURE,
    "image/svg+xml": Kind.SVG,
    "message/rfc822": Kind.EMAIL,
    "application/vnd.ms-outlook": Kind.OUTLOOK,
    "application/msword": Kind.WORD,
    OOXML + "wordprocessingml.document": Kind.WORD,
    "application/vnd.ms-excel": Kind.SHEET,
    OOXML + "spreadsheetml.sheet": Kind.SHEET,
    "application/zip": Kind.ZIP,
    "text/html": Kind.WEB_PAGE,
    "application/xhtml+xml": Kind.WEB_PAGE,
    "multipart/related": Kind.PAGE_ARCHIVE,
    "text/x-shellscript": Kind.PROGRAM,
    "text/x-msdos-batch": Kind.PROGRAM,
    "application/x-dosexec": Kind.PROGRAM,
    "application/vnd.microsoft.portable-executable": Kind.PROGRAM,
    "application/x-executable": Kind.PROGRAM,
    "application/x-pie-executable": Kind.PROGRAM,
    "application/x-sharedlib": Kind.PROGRAM,
    "application/x-mach-binary": Kind.PROGRAM,
    **dict.fromkeys(
        (
            "application/x-7z-compressed",
            "application/x-rar",
            "application/vnd.rar",
            "application/x-tar",
            "application/gzip",
            "application/x-bzip2",
            "application/x-xz",
            "application/zstd",
            "application/vnd.ms-tnef",
            "application/ms-tnef",
        ),
        Kind.ARCHIVE,
    ),
    "application/json": Kind.TEXT,
    "application/csv": Kind.TEXT,
}
FAMILIES = {"image": Kind.PICTURE, "video": Kind.VIDEO, "audio": Kind.SOUND, "text": Kind.TEXT}

NAMED = {
    Kind.PNG: {"png", "apng"},
    Kind.JPEG: {"jpg", "jpeg", "jpe", "jfif"},
    Kind.WEBP: {"webp"},
    Kind.PDF: {"pdf"},
    Kind.GIF: {"gif"},
    Kind.HEIC: {"heic", "heif", "hif"},
    Kind.SVG: {"svg"},
    Kind.EMAIL: {"eml"},
    Kind.OUTLOOK: {"msg"},
    Kind.WORD: {"doc", "docx"},
    Kind.SHEET: {"xls", "xlsx"},
    Kind.ZIP: {"zip", "doc", "docx", "xls", "xlsx"},  # not every Office file is recognised as more than a ZIP
    Kind.WEB_PAGE: {"html", "htm", "xhtml"},
    Kind.PAGE_ARCHIVE: {"mht", "mhtml"},
}
TELLING = frozenset().union(*NAMED.values())


def kind_of(mime: str) -> Kind:
    """Return the kind of file that a MIME type stands for."""
    return MIME_TYPES.get(mime) or FAMILIES.get(mime.partition("/")[0], Kind.OTHER)


def name_differs(name: str, kind: Kind) -> str:
    """Return the ending of `name` where it promises another kind of file (`.png`), or nothing."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    return f".{ending}" if ending in TELLING and ending not in NAMED.get(kind, ()) else ""


ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-outlook": "msg",
    OOXML + "wordprocessingml.document": "docx",
    OOXML + "spreadsheetml.sheet": "xlsx",
    "message/rfc822": "eml",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
}


def safe_ending(mime: str) -> str:
    """Return the ending under which a file leaves us: what its bytes are, and `bin` for what could run when opened."""
    return ENDINGS.get(mime, "bin")
