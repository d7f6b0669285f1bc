"""How many earlier states a PDF still holds: each save may be added behind the one before, which stays readable.

They are counted twice, and the higher number is believed: by the marks at which each save ends, and along the chain
from the last cross-reference section, be it a table or a stream, to the one before.
"""

import re
from mmap import mmap

Bytes = bytes | mmap

SAVED = re.compile(rb"startxref\s+\d+\s*%%EOF")
LAST = re.compile(rb"startxref\s+(\d+)")
BEFORE = re.compile(rb"/Prev\s+(\d+)(?!\s+\d+\s+R)")
TAIL, SECTION, MOST = (
    4096,
    1 << 20,
    1000,
)  # bytes in which the last mark is sought, of a section, and sections


def earlier_revisions(data: Bytes) -> int:
    """Return the number of earlier states. A PDF made for the web has one section more than states."""
    marks = sum(1 for _ in SAVED.finditer(data))
    for_the_web = b"/Linearized" in data[:1024]
    return max(0, max(marks, len(sections(data))) - 1 - for_the_web)


def sections(data: Bytes) -> list[int]:
    """Return the places of the cross-reference sections, the last first."""
    start = max(0, data.find(b"%PDF-"))  # places are counted from here
    found: list[int] = []
    place = max([0, *map(int, LAST.findall(data[-TAIL:])[-1:])])
    while 0 < place < len(data) - start and place not in found and len(found) < MOST:
        section = data[start + place : start + place + SECTION]
        if not section.lstrip().startswith(b"xref") and b"/XRef" not in section[:2048]:
            break
        found.append(place)
        end = section.find(b"startxref" if section.lstrip().startswith(b"xref") else b"stream")
        before = BEFORE.search(section[: end if end > 0 else SECTION])
        place = int(before[1]) if before else 0
    return found
