"""Packs for tests, and every way to spoil one."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo
from zlib import crc32

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from casework.evidence.packs.bag import Member, text_member, write_bag
from casework.evidence.packs.signing import Signer, load_signer

BASE = "SMC-2026-0042-full"
KEY, SIGNED = f"{BASE}/signatures/public-key.pem", f"{BASE}/signatures/tagmanifest-sha256.txt.sig"
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
TEXTS = {"exhibits.csv": "label\nMO/7\n", "originals/MO-7.txt": "the very words", "case.json": "{}"}


def signer_in(folder: Path) -> Signer:
    """Return the key of a folder, made at first use."""
    return load_signer(folder)[0]


def members() -> list[Member]:
    """Return the members of a small pack."""
    return [text_member(path, text) for path, text in TEXTS.items()]


def small_pack(signer: Signer, payload: list[Member] | None = None) -> bytes:
    """Return a small pack."""
    sink = BytesIO()
    write_bag(
        sink,
        BASE,
        members() if payload is None else payload,
        [("External-Identifier", "SMC/2026/0042")],
        signer,
    )
    return sink.getvalue()


def names_in(pack: bytes) -> list[str]:
    """Return the names of everything in a pack."""
    with ZipFile(BytesIO(pack)) as archive:
        return archive.namelist()


def flipped_on_disk(pack: bytes, name: str) -> bytes:
    """Return the pack with one bit in the middle of a member's bytes changed, as a failing disk does."""
    with ZipFile(BytesIO(pack)) as archive:
        entry = archive.getinfo(name)
        place = entry.header_offset + 30 + len(name) + entry.file_size // 2
    return pack[:place] + bytes([pack[place] ^ 1]) + pack[place + 1 :]


def packed_anew(
    pack: bytes,
    change: Callable[[str, bytes], bytes | None],
    more: dict[str, bytes] | None = None,
    *,
    deflate: bool = False,
) -> bytes:
    """Return the pack as a forger writes it anew: `change` gives a member's new bytes, or None to leave it out."""
    sink = BytesIO()
    with ZipFile(BytesIO(pack)) as old, ZipFile(sink, "w", ZIP_DEFLATED if deflate else ZIP_STORED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return sink.getvalue()


def _forged(name: str, at: str, content: bytes) -> bytes:
    if at != name:
        return content
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _without(name: str, at: str, content: bytes) -> bytes | None:
    return None if at == name else content


def as_it_was(_name: str, content: bytes) -> bytes:
    """Change nothing."""
    return content


def spoilt(pack: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every way to spoil a pack, one at a time, with what was done."""
    for name in names_in(pack):
        yield f"one bit of {name} on the disk", flipped_on_disk(pack, name)
        yield f"one bit of {name}, packed anew", packed_anew(pack, partial(_forged, name), deflate=True)
        yield (
            f"{name} left out",
            packed_anew(pack, partial(_without, name)),
        )
    yield "a file added", packed_anew(pack, as_it_was, {f"{BASE}/data/more.txt": b"more"})
    yield (
        "a file beside the bag",
        packed_anew(pack, as_it_was, {"read-me-first.txt": b"more"}),
    )
    yield (
        "a signature too many",
        packed_anew(pack, as_it_was, {f"{BASE}/signatures/other.sig": b"more"}),
    )
    yield "bytes before", b"MZ" * 40 + pack
    yield "bytes after", pack + b"more" * 40


def members_of(pack: bytes) -> dict[str, bytes]:
    """Return {name: bytes} of a pack."""
    with ZipFile(BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def built(members: Iterable[tuple[str | ZipInfo, bytes]], method: int = ZIP_STORED) -> bytes:
    """Return a ZIP file of these members, in their order, whatever they are called."""
    sink = BytesIO()
    with warnings.catch_warnings(), ZipFile(sink, "w", method) as archive:
        warnings.simplefilter("ignore")  # of a name given twice, which is what is wanted
        for name, content in members:
            entry = name if isinstance(name, ZipInfo) else ZipInfo(name)
            archive.writestr(entry, content, compress_type=method)
    return sink.getvalue()


def renamed(path: str, other: str) -> ZipInfo:
    """Return the entry of a member to which Info-ZIP's field for names in Unicode gives another."""
    entry = ZipInfo(path)
    field = b"\x01" + crc32(path.encode()).to_bytes(4, "little") + other.encode()
    entry.extra = (0x7075).to_bytes(2, "little") + len(field).to_bytes(2, "little") + field
    return entry


def signed_anew(pack: bytes, signer: Signer, manifest: Callable[[bytes], bytes], more: str = "") -> bytes:
    """Return the pack as its own signer could make it, with another manifest; `more`: a member that is added."""
    held = members_of(pack)
    name = f"{BASE}/manifest-sha256.txt"
    held[name] = manifest(held[name])
    tags = [f"{sha256(held[f'{BASE}/{each}']).hexdigest()}  {each}\n" for each in TAGS]
    held[f"{BASE}/tagmanifest-sha256.txt"] = "".join(tags).encode()
    held[SIGNED] = signer.sign(held[f"{BASE}/tagmanifest-sha256.txt"])
    held[KEY] = signer.public_pem
    return built([*held.items(), *([(f"{BASE}/{more}", b"x")] if more else [])])


ODD_PATHS = ("data/../../x", "data/./x", "data//x", "data/x/", "/x", "data\\x", "C:x", "data/a\rb")
ODD_LISTS: dict[str, Callable[[bytes], bytes]] = {
    "a mark before the first line": lambda listed: b"\xef\xbb\xbf" + listed,
    "lines that end as in Windows": lambda listed: listed.replace(b"\n", b"\r\n"),
    "a line without a path": lambda listed: b"abc\n" + listed,
    "a short hash": lambda listed: b"abc  data/case.json\n" + listed,
    "an empty line": lambda listed: listed + b"\n",
    "a hash in capitals": bytes.upper,
    "one space": lambda listed: listed.replace(b"  ", b" "),
    "a file listed twice": lambda listed: b"0" * 64 + listed[64:].splitlines(keepends=True)[0] + listed,
    "no UTF-8": lambda listed: listed + b"0" * 64 + b"  data/\xe9\n",
}


def _and_also(line: str, listed: bytes) -> bytes:
    return listed + line.encode()


def attacked(pack: bytes, signer: Signer, other: Signer) -> Iterator[tuple[str, bytes]]:
    """Yield packs as somebody makes them who knows the formats, with what was done. None may be found good."""
    held, line = members_of(pack), f"{sha256(b'x').hexdigest()}  "
    for path in ODD_PATHS:
        yield f"a member called {path!r}", built([*held.items(), (f"{BASE}/{path}", b"x")])
        yield (
            f"a member listed as {path!r}",
            signed_anew(pack, signer, partial(_and_also, f"{line}{path}\n"), path),
        )
    yield "a member above the bag", built([*held.items(), ("../../x", b"x")])
    for what, manifest in ODD_LISTS.items():
        yield what, signed_anew(pack, signer, manifest)
    yield "signed by another", signed_anew(pack, other, lambda listed: listed)
    public = signer.key.public_key()
    for what, key in {
        "the key bare": public.public_bytes(Encoding.Raw, PublicFormat.Raw),
        "the key as DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "the key as SSH has it": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "two keys": signer.public_pem + other.public_pem,
        "two keys, the other first": other.public_pem + signer.public_pem,
        "words before the key": b"Trust me\n" + signer.public_pem,
        "no key": b"",
    }.items():
        yield what, built({**held, KEY: key}.items())
    yield "two signatures in one", built({**held, SIGNED: held[SIGNED] * 2}.items())
    yield "no signature", built({**held, SIGNED: b""}.items())
    case = f"{BASE}/data/case.json"
    yield "a name twice, the false one first", built([(case, b"false"), *held.items()])
    yield "a name twice, the false one last", built([*held.items(), (case, b"false")])
    yield (
        "a file with another's name beside its own",
        built(
            (renamed(path, f"{BASE}/data/false.json") if path == case else path, each)
            for path, each in held.items()
        ),
    )
    link, noted = ZipInfo(case), ZipInfo(case)
    link.create_system, link.external_attr, noted.comment = 3, 0o120777 << 16, b"false"
    for what, entry in {"a link": link, "a remark on a member": noted}.items():
        yield what, built([(entry, each) if name == case else (name, each) for name, each in held.items()])
    yield "packed as no other reader knows", built(held.items(), ZIP_LZMA)
    yield "one that unpacks to far more", built({**held, case: bytes(8 << 20)}.items(), ZIP_DEFLATED)
    yield (
        "a name that writes a line of its own",
        built([*held.items(), (f"{BASE}/data/x\r\nComplete: all\x1b[2J\u202e", b"")]),
    )
    yield "many that are not listed", built([*held.items(), *((f"{BASE}/x{n}", b"") for n in range(50))])
    yield "a folder that nothing listed is in", built([*held.items(), (f"{BASE}/more/", b"")])
    yield "a folder with bytes", built([*held.items(), (f"{BASE}/data/", b"x")])


def packed_by_others(pack: bytes) -> dict[str, bytes]:
    """Return the pack as honest tools pack it anew: nothing in it is changed."""
    held = members_of(pack)
    folders = [f"{BASE}/", f"{BASE}/data/", f"{BASE}/data/originals/"]
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for name, content in held.items():
            with archive.open(ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    return {
        "with folders": built([*((each, b"") for each in folders), *held.items()], ZIP_DEFLATED),
        "for large files": sink.getvalue(),
        "in another order": built(reversed(held.items())),
        "without its folder": built((name.removeprefix(f"{BASE}/"), each) for name, each in held.items()),
    }
