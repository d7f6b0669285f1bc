"""The process that takes files out of a ZIP file or an e-mail: bounded and sealed off as the one that draws.

Standard output gets a line of JSON for each thing found, and behind it the bytes of it: first the text of a message
where there is one, then the files. A file that is not taken out has its reason as a code, and no bytes.
"""

import codecs
import json
import os
import sys
import zipfile
from collections.abc import Iterator, Sequence
from mmap import ACCESS_READ, mmap

from .child import bound, seal
from .letters import letter
from .outlook import Rebuilt, outlook
from .parcels import Seekable

Found = tuple[str, bytes | str]  # the name, and the bytes or, where it is not taken out, why

TRAVERSAL, RATIO, TOO_LARGE, TOO_MANY, LOCKED, DAMAGED, EMPTY, TOO_MUCH, PACKED_OTHERWISE = (
    "traversal",
    "ratio",
    "too_large",
    "too_many",
    "locked",
    "damaged",
    "empty",
    "too_much",
    "packed_otherwise",
)
CODECS = (
    "cp437 idna utf-7 utf-16 utf-16-le utf-16-be koi8-r koi8-u mac-roman "
    "iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 "
    "iso8859-13 iso8859-14 iso8859-15 iso8859-16 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp850 "
    "gb2312 gbk gb18030 hz big5 big5hkscs shift-jis cp932 euc-jp iso2022-jp iso2022-kr euc-kr cp949"
)
LONGEST_NAME = (
    500  # letters that are told of a name: in JSON one may take twelve bytes, and a line holds 8,192
)
MOST_RATIO, HARMLESS = 200, 1 << 20  # times its packed size; below so many bytes no ratio does harm
IN_UTF_8 = 0x800  # the bit of a member that says so of its name
OF_THE_MAC = ("__MACOSX/", ".DS_Store")  # beside the files themselves, what a Mac remembers of them


def main(arguments: Sequence[str]) -> None:
    """Unpack standard input.

    Arguments: memory, seconds, output; most bytes of all files, most files, most bytes of each; its MIME type.
    """
    memory, cpu, output, total, most, largest = map(int, arguments[:6])
    mime = arguments[6]
    bound(memory, cpu, output)
    data = mmap(0, 0, access=ACCESS_READ)
    for each in CODECS.split():  # behind the seal nothing more is read from disk
        codecs.lookup(each)
    seal()
    said, found = opened(mime, data, largest)
    tell({"text": True}, said.encode("utf-8", "replace"))
    for number, (name, content) in enumerate(found):
        why = fault(content, largest) if number < most else TOO_MANY
        total -= 0 if why else len(content)
        why = why if total >= 0 else TOO_MUCH
        made = {"rebuilt": True} if isinstance(content, Rebuilt) else {}
        tell(
            {"name": name[-LONGEST_NAME:], "fault": why, **made},
            b"" if why or isinstance(content, str) else content,
        )
        if why in {TOO_MANY, TOO_MUCH}:
            break
    tell({"end": True})
    os._exit(0)


def opened(mime: str, data: mmap, largest: int) -> tuple[str, Iterator[Found]]:
    """Return the words of a message, where it is one, and the files."""
    if mime == "message/rfc822":
        return letter(data[:])
    if mime == "application/vnd.ms-outlook":
        return outlook(data)
    return "", packed(data, largest)


def fault(content: bytes | str, largest: int) -> str:
    """Return why something is not taken out, or nothing."""
    if isinstance(content, str):
        return content
    if not content:
        return EMPTY
    return TOO_LARGE if len(content) > largest else ""


def tell(line: dict[str, object], content: bytes = b"") -> None:
    """Write a line, and the bytes behind it whose number it states."""
    sys.stdout.buffer.write(json.dumps({**line, "size": len(content)}).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def packed(data: mmap, largest: int) -> Iterator[Found]:
    """Yield the files in a ZIP file, each in its place there, at most `largest` bytes of any."""
    try:
        archive = zipfile.ZipFile(Seekable(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        yield "", DAMAGED
        return
    if "[Content_Types].xml" in archive.namelist():
        return  # an Office document, whose parts are no files of anybody's
    for member in archive.infolist():
        name = name_of(member)
        if member.is_dir() or name.startswith(OF_THE_MAC[0]) or name.endswith(OF_THE_MAC[1]):
            continue
        yield name, unpacked(archive, member, largest)


def name_of(member: zipfile.ZipInfo) -> str:
    """Return the name of a member, in UTF-8 also where it does not say so, as a Mac does not; else in code page 437.

    There are these two alone (APPNOTE.TXT 6.3.10, appendix D), and hardly ever is one the other by chance.
    """
    name = member.orig_filename
    if member.flag_bits & IN_UTF_8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, largest: int) -> bytes | str:
    """Return the bytes of a member, or why it is not taken out. What it declares of its size is not believed."""
    name = name_of(member)
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":") or "\0" in name:
        return TRAVERSAL
    if member.flag_bits & 1:
        return LOCKED
    allowed = max(HARMLESS, MOST_RATIO * member.compress_size)
    try:
        with archive.open(member) as packed_file:
            content = packed_file.read(min(allowed, largest) + 1)
    except (zipfile.BadZipFile, ValueError, EOFError, RuntimeError, OSError) as error:
        unknown = isinstance(error, NotImplementedError)  # a way of packing that this Python does not know
        return PACKED_OTHERWISE if unknown else DAMAGED
    except Exception as error:
        if type(error).__name__ in {"error", "LZMAError"}:  # of zlib and lzma
            return DAMAGED
        raise
    if len(content) > largest:
        return TOO_LARGE
    return RATIO if len(content) > allowed else content
