"""Pictures in letters without what their files say besides: who took them, where, with which program. Pure."""

from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
TOLD_IN_PNG = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
APP0, APP2, APP14, APP15, COMMENT, SCAN = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA
SEEN_IN_JPEG = {APP0, APP2, APP14}  # its frame, its colours, and how they are written


def bare(content: bytes) -> bytes:
    """Return a PNG or JPEG file without its remarks, every point of it as it was; any other file as it is."""
    if content.startswith(PNG):
        return PNG + b"".join(_chunks(content))
    if content.startswith(JPEG):
        return JPEG + b"".join(_segments(content))
    return content


def _chunks(content: bytes) -> Iterator[bytes]:
    """Yield each part of a PNG file that is to be kept: length, name, data, check."""
    at = len(PNG)
    while at < len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in TOLD_IN_PNG:
            yield content[at:end]
        at = end


def _segments(content: bytes) -> Iterator[bytes]:
    """Yield each part of a JPEG file that is to be kept: mark, length, data; from the first scan on, all the rest."""
    at = len(JPEG)
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != SCAN:
        mark, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if mark != COMMENT and (not APP0 <= mark <= APP15 or mark in SEEN_IN_JPEG):
            yield content[at:end]
        at = end
    yield content[at:]
