"""Whoever is handed a pack can tell what was done to it, by the command or by the page."""

import subprocess
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.errors import ConfigurationError
from casework.evidence import verify_pack
from casework.evidence.packs.bag import Changed, Member, text_member, write_bag
from casework.evidence.packs.signing import FILE, Signer, load_signer
from tests.support.browser import axe
from tests.support.forgeries import forged, honest
from tests.support.packs import (
    BASE,
    TEXTS,
    as_it_was,
    attacked,
    built,
    flipped_on_disk,
    members,
    members_of,
    packed_anew,
    packed_by_others,
    signer_in,
    small_pack,
    spoilt,
)

PAGE = Path(verify_pack.__file__).parent / "packs" / "verifier.html"


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return signer_in(tmp_path)


@pytest.fixture
def other(tmp_path: Path) -> Signer:
    (tmp_path / "other").mkdir()
    return signer_in(tmp_path / "other")


@pytest.fixture
def pack(signer: Signer) -> bytes:
    return small_pack(signer)


def checked(pack: bytes, signer: str = "") -> verify_pack.Verdict:
    return verify_pack.check(BytesIO(pack), signer)


def test_a_pack_as_it_was_made_is_whole_signed_and_by_the_signer_named(pack: bytes, signer: Signer) -> None:
    verdict = checked(pack, signer.fingerprint)
    assert (verdict.exit_code, verdict.listed) == (0, len(TEXTS) + 3)
    assert verify_pack.sentences(verdict)[0].startswith("Complete: all 6 files")
    grouped = " ".join(signer.fingerprint[start : start + 4] for start in range(0, 64, 4)).upper()
    assert checked(pack, grouped).exit_code == 0


def test_the_same_contents_give_the_same_bytes_in_whatever_order_they_come(signer: Signer) -> None:
    assert small_pack(signer) == small_pack(signer, members()[::-1])


def test_a_pack_packed_anew_without_a_change_is_still_whole(pack: bytes, signer: Signer) -> None:
    assert checked(packed_anew(pack, as_it_was, deflate=True), signer.fingerprint).exit_code == 0


def test_whoever_names_no_signer_is_told_that_nobody_was_compared(pack: bytes, signer: Signer) -> None:
    verdict = checked(pack)
    assert verdict.exit_code == 3
    assert signer.fingerprint[:4] in verify_pack.sentences(verdict)[-1]


def test_a_pack_that_somebody_else_signed_is_not_taken_for_the_councils(pack: bytes, other: Signer) -> None:
    verdict = checked(pack, other.fingerprint)
    assert (verdict.whole, verdict.signer_known, verdict.exit_code) == (True, False, 1)


def judged(pack: bytes, signer: str = "") -> tuple[bool, list[str]]:
    """Return whether the command calls a pack whole, and its sentences."""
    try:
        verdict = checked(pack, signer)
    except verify_pack.NotAPack as why:
        return False, [str(why)]
    return verdict.exit_code in {0, 3}, verify_pack.sentences(verdict)


def good_and_bad(pack: bytes, signer: Signer, other: Signer) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return every pack that is to be called whole, and every one that is not, by what was done to it."""
    deflated = {"deflated": packed_anew(pack, as_it_was, deflate=True)}
    good = {"as it was made": pack, **deflated, **packed_by_others(pack), **dict(honest(pack))}
    bad = [*spoilt(pack), *attacked(pack, signer, other), *forged(pack)]
    for name in ("..", ""):
        moved = built((path.replace(BASE, name), each) for path, each in members_of(pack).items())
        bad.append((f"in a folder called {name!r}", moved))
    assert len(dict(bad)) == len(bad)
    return good, dict(bad)


def test_whatever_is_done_to_a_pack_is_found_and_named(pack: bytes, signer: Signer) -> None:
    for what, spoiled in spoilt(pack):
        if f"{BASE}/bagit.txt left out" in what or what.startswith("bytes"):
            continue  # no pack at all any more
        verdict = checked(spoiled, signer.fingerprint)
        assert verdict.exit_code == 1, what
        if f"of {BASE}/data/" in what:
            name = what.partition(f"{BASE}/")[2].partition(" ")[0].rstrip(",")
            assert (verdict.altered, verdict.signature) == ([name], True), what
        if " left out" in what and "/data/" in what:
            assert len(verdict.missing) == 1, what
        if "signatures" in what and "bit" in what:
            assert verdict.signature is False, what


def test_no_forger_who_knows_the_formats_is_believed(pack: bytes, signer: Signer, other: Signer) -> None:
    good, bad = good_and_bad(pack, signer, other)
    for what, each in [*good.items(), *bad.items()]:
        whole, said = judged(each, signer.fingerprint)
        assert whole == (what in good), what
        assert len(said) <= 6, what
        told = "".join(said)
        assert told.isprintable(), what
        assert len(told) < 2000, what


@pytest.mark.parametrize("deflate", [False, True])
def test_whatever_byte_of_a_pack_changes_it_is_refused_or_unpacks_to_the_same(
    signer: Signer, deflate: bool
) -> None:
    pack = packed_anew(small_pack(signer, members()[:1]), as_it_was, deflate=deflate)
    held, harmless = members_of(pack), 0
    for place in range(len(pack)):
        changed = bytearray(pack)
        changed[place] ^= 1 << place % 8
        if judged(bytes(changed), signer.fingerprint)[0]:
            assert members_of(bytes(changed)) == held, place
            harmless += 1
    assert harmless < len(pack) / 10  # the times, and what a header says of its maker


def test_a_member_that_is_not_what_its_hash_says_stops_the_pack(signer: Signer) -> None:
    false = Member("exhibits.csv", 4, "0" * 64, lambda: BytesIO(b"what"))
    with pytest.raises(Changed, match=r"exhibits\.csv"):
        small_pack(signer, [false])
    with pytest.raises(ValueError, match="same path"):
        write_bag(BytesIO(), BASE, [text_member("a", "1"), text_member("a", "2")], [], signer)


def test_a_file_that_is_no_pack_is_said_to_be_none(pack: bytes) -> None:
    for other in (b"", b"not a ZIP file", pack[: len(pack) // 2]):
        with pytest.raises(verify_pack.NotAPack):
            checked(other)


def test_the_command_needs_nothing_of_casework_and_ends_by_what_it_found(
    pack: bytes, signer: Signer, tmp_path: Path
) -> None:
    whole, bad = tmp_path / "whole.zip", tmp_path / "bad.zip"
    whole.write_bytes(pack)
    bad.write_bytes(flipped_on_disk(pack, f"{BASE}/data/case.json"))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-X", "importtime", "-m", "casework.evidence.verify_pack", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = run(str(whole), "--signer", signer.fingerprint)
    assert (good.returncode, good.stdout.splitlines()[-1][:12]) == (0, "Signer known")
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in good.stderr.splitlines()}
    assert loaded.isdisjoint({"flask", "sqlalchemy", "werkzeug", "pydantic", "PIL"})
    altered = run(str(bad))
    assert altered.returncode == 1
    assert "Altered: 1 file is not what the pack says it was: data/case.json." in altered.stdout
    for nothing in (tmp_path / "absent.zip", tmp_path):
        said = run(str(nothing))
        assert (said.returncode, said.stdout[:25]) == (2, "This file cannot be read ")
    assert run(str(whole), "--signer", "abc").returncode == 2


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, made = load_signer(tmp_path)
    assert made
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    again, made_again = load_signer(tmp_path)
    assert (again.fingerprint, made_again) == (first.fingerprint, False)
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(ConfigurationError, match="0600"):
        load_signer(tmp_path)
    with pytest.raises(ConfigurationError, match="no Ed25519 private key"):
        load_signer(tmp_path, "something else")


JUDGE = """async ([packs, wanted]) => {
  const judged = [];
  for (const pack of packs) {
    const bytes = typeof pack === "string" ? Uint8Array.from(atob(pack), (each) => each.charCodeAt(0)) : pack;
    try {
      const { good, lines } = verdictOn(await check(new Blob([bytes])), wanted);
      judged.push([good, lines]);
    } catch (error) {
      judged.push([false, [error instanceof NotAPack ? error.message : String(error)]]);
    }
  }
  return judged;
}"""
EACH_BYTE = """async ([pack, wanted]) => {
  const held = Uint8Array.from(atob(pack), (each) => each.charCodeAt(0)), judged = [];
  const file = (bytes) => ({
    size: bytes.length,
    slice: (from, to) => file(bytes.subarray(Math.min(from, bytes.length), Math.min(to, bytes.length))),
    arrayBuffer: async () => bytes.slice().buffer,
    stream: () => new Blob([bytes]).stream(),
  });
  for (let place = 0; place < held.length; place++) {
    held[place] ^= 1 << (place % 8);
    try {
      const { good, lines } = verdictOn(await check(file(held)), wanted);
      judged.push([good, lines]);
    } catch (error) {
      judged.push([false, [error instanceof NotAPack ? error.message : String(error)]]);
    }
    held[place] ^= 1 << (place % 8);
  }
  return judged;
}"""


@pytest.mark.browser
def test_the_page_says_of_every_pack_what_the_command_says(
    pack: bytes, signer: Signer, other: Signer, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(PAGE.as_uri())
    assert axe(page) == []
    good, bad = good_and_bad(pack, signer, other)
    every = {**good, **bad}
    found = page.evaluate(JUDGE, [[b64encode(each).decode() for each in every.values()], signer.fingerprint])
    for (what, each), (whole, said) in zip(every.items(), found, strict=True):
        assert (whole, said) == judged(each, signer.fingerprint), what
    small = small_pack(signer, members()[:1])
    flips = page.evaluate(EACH_BYTE, [b64encode(small).decode(), signer.fingerprint])
    for place, (whole, said) in enumerate(flips):
        changed = bytearray(small)
        changed[place] ^= 1 << place % 8
        assert (whole, said) == judged(bytes(changed), signer.fingerprint), place

    def told(content: bytes, fingerprint: str) -> str:
        page.get_by_label("The fingerprint").fill(fingerprint)
        page.get_by_label("The pack").set_input_files(
            {"name": "pack.zip", "mimeType": "application/zip", "buffer": content}
        )
        page.get_by_role("button", name="Check the pack").click()
        heading = page.get_by_role("status").get_by_role("heading")
        expect(heading).not_to_have_text("Checking…")
        return heading.inner_text()

    assert told(pack, signer.fingerprint) == "This pack is whole, and signed with the council’s key"
    shown = page.get_by_role("status").get_by_role("listitem").all_inner_texts()
    assert shown == judged(pack, signer.fingerprint)[1]
    assert told(bad["a folder with bytes"], "") == "Do not rely on this pack as it is"
    assert told(b"", "") == "This file cannot be read as an evidence pack"
    assert told(pack, "abc") == "The pack was not checked"
    page.close()
