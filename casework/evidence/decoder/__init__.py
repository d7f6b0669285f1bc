"""The program that looks into one untrusted file, in a process of its own.

It is started by path and knows nothing of Casework: the standard library and the decoders are all it imports.
It reports codes and numbers, never sentences: were it taken over, it could not speak to an officer.
"""

PNG, JPEG, WEBP, PDF = "image/png", "image/jpeg", "image/webp", "application/pdf"
GIF, TIFF = "image/gif", "image/tiff"
PICTURES = {PNG, JPEG, WEBP, GIF, TIFF}  # and those of a phone, in a process that is told to draw them
HEICS = ("image/heic", "image/heif")
HEIC_TOO = "heic"  # stands among the folders of a process that is told so

TRUNCATED, DAMAGED, LOCKED = "truncated", "damaged", "locked"
TOO_MANY_PIXELS, NO_MEMORY, TOO_MANY_PAGES = "pixels", "memory", "pages"

MOST_FRAMES, SHEET = 2000, 9  # of a picture; and how many of them its contact sheet shows
SOUGHT = 300  # frames in which those of the contact sheet are sought: to reach one, all before it are decoded
PAGES_READ = 100  # of a PDF whose annotations are counted
MOST_PAGES = 20  # of a PDF that can be redacted; the size of one more tells that there are more
PREVIEW_SIDE, THUMBNAIL_SIDE = 1600, 320  # pixels, longest side
TALL = (
    4  # a scrolling capture is at least so many times as high as wide; 1600 pixels would make it unreadable …
)
TALL_PIXELS, TALL_SIDE = 4_000_000, 16_000  # … so this is what its preview may have, in all and in height


class Fault(Exception):
    """The file cannot be shown, for one of the reasons above."""


class Findings:
    """What is found in a file, as it becomes known."""

    def __init__(self) -> None:
        self.width = self.height = self.pages = 0
        self.fault = ""
        self.notes: dict[str, int] = {}
        self.images = (b"", b"")
        self.likeness = ""

    def note(self, code: str, number: int = 1) -> None:
        """Remember a peculiarity that an officer should know, and how many there are of it."""
        self.notes[code] = number

    def add(self, code: str, number: int) -> None:
        """Count more of a peculiarity; nothing where there is no more."""
        if number:
            self.notes[code] = self.notes.get(code, 0) + number
