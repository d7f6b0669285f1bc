import hashlib
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.storage.local import LocalStore
from casework.storage.opening import open_store
from casework.storage.store import (
    Corrupt,
    Empty,
    Fixity,
    Missing,
    StoreFull,
    TooLarge,
    Unavailable,
    copy_hashed,
    disk_errors,
    open_intact,
)

MEGABYTE = 1 << 20
NOTHING = hashlib.sha256(b"nothing was ever frozen here").hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "evidence")


def freeze(store: LocalStore, content: bytes) -> str:
    return store.freeze(BytesIO(content), limit=MEGABYTE).sha256


def file_of(store: LocalStore, sha256: str) -> Path:
    return next(store.path.rglob(sha256))


def strays(store: LocalStore) -> list[Path]:
    return list((store.path / "incoming").iterdir())


def flip_one_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.chmod(0o600)
    file.write_bytes(content)


def test_what_was_frozen_comes_back_under_the_hash_of_its_bytes(store: LocalStore) -> None:
    content = os.urandom(3 * MEGABYTE + 17)

    frozen = store.freeze(BytesIO(content), limit=4 * MEGABYTE)

    assert frozen.sha256 == hashlib.sha256(content).hexdigest()
    assert frozen.size == len(content) == store.size(frozen.sha256)
    with store.open(frozen.sha256) as kept:
        assert kept.read() == content
    assert strays(store) == []


def test_a_frozen_file_and_its_folders_are_for_the_owner_of_the_process_alone(store: LocalStore) -> None:
    file = file_of(store, freeze(store, b"a post"))

    assert file.stat().st_mode & 0o777 == 0o400
    for folder in (file.parent, file.parent.parent, store.path, store.path / "incoming"):
        assert folder.stat().st_mode & 0o077 == 0


def test_the_same_bytes_are_kept_once(store: LocalStore) -> None:
    first = freeze(store, b"the same screenshot")
    filled = file_of(store, first).stat()

    assert freeze(store, b"the same screenshot") == first
    assert list(store.iterate()) == [first]
    assert file_of(store, first).stat().st_ino == filled.st_ino


def test_many_officers_can_freeze_the_same_bytes_at_the_same_moment(store: LocalStore) -> None:
    content, together = os.urandom(MEGABYTE), Barrier(8)

    def send() -> str:
        together.wait()
        return freeze(store, content)

    with ThreadPoolExecutor(8) as officers:
        addresses = {future.result() for future in [officers.submit(send) for _ in range(8)]}

    assert addresses == set(store.iterate()) == {hashlib.sha256(content).hexdigest()}
    assert store.verify(addresses.pop()).intact
    assert strays(store) == []


def test_a_file_of_just_the_limit_is_kept_and_one_byte_more_is_refused_without_a_trace(
    store: LocalStore,
) -> None:
    assert store.freeze(BytesIO(b"x" * 1000), limit=1000).size == 1000

    with pytest.raises(TooLarge, match="larger than 1000 bytes"):
        store.freeze(BytesIO(b"y" * 1001), limit=1000)

    assert len(list(store.iterate())) == 1
    assert strays(store) == []


def test_an_empty_file_is_refused_with_what_to_do_next(store: LocalStore) -> None:
    with pytest.raises(Empty, match=r"holds no bytes.*add it again"):
        freeze(store, b"")

    assert list(store.iterate()) == []
    assert strays(store) == []


@pytest.mark.parametrize(
    "address",
    [
        "../../../etc/passwd",
        "..",
        "",
        "/etc/passwd",
        "a" * 63,
        "a" * 65,
        "A" * 64,
        "g" * 64,
        "a" * 62 + "/.",
        "a" * 64 + "\n",
        "a" * 63 + "\0",
        "\N{ARABIC-INDIC DIGIT ZERO}" * 64,
        "../" * 20 + "etc/hosts",
    ],
)
def test_only_a_content_address_can_name_a_file(store: LocalStore, address: str) -> None:
    with pytest.raises(Missing):
        store.open(address)
    with pytest.raises(Missing):
        store.size(address)
    with pytest.raises(Missing):
        store.delete(address)
    assert not store.exists(address)
    assert store.verify(address).outcome is Fixity.MISSING


def test_a_flipped_bit_is_found_and_the_file_no_longer_given_out(store: LocalStore) -> None:
    sound, altered = freeze(store, b"one" * 100), freeze(store, b"two" * 100)
    flip_one_bit(file_of(store, altered))

    assert store.verify(sound).intact
    found = store.verify(altered)
    assert found.outcome is Fixity.ALTERED
    assert found.found == hashlib.sha256(file_of(store, altered).read_bytes()).hexdigest()
    with pytest.raises(Corrupt, match="restored from a backup"):
        open_intact(store, altered)
    with open_intact(store, sound) as kept:
        assert kept.read() == b"one" * 100


def test_sending_again_what_has_changed_in_the_store_is_refused_and_leaves_the_proof(
    store: LocalStore,
) -> None:
    address = freeze(store, b"what was received")
    flip_one_bit(file_of(store, address))
    changed = file_of(store, address).read_bytes()

    with pytest.raises(Corrupt):
        freeze(store, b"what was received")

    assert file_of(store, address).read_bytes() == changed


def test_a_lost_file_is_missing_not_intact(store: LocalStore) -> None:
    address = freeze(store, b"will be lost")
    file_of(store, address).unlink()

    assert store.verify(address).outcome is Fixity.MISSING
    with pytest.raises(Missing):
        open_intact(store, address)


def test_an_approved_destruction_leaves_nothing_at_the_address(store: LocalStore) -> None:
    address, other = freeze(store, b"uploaded by mistake"), freeze(store, b"rightly uploaded")

    store.delete(address)

    assert not store.exists(address)
    assert list(store.iterate()) == [other]
    with pytest.raises(Missing):
        store.delete(address)


def test_every_address_is_listed_in_order_and_nothing_else(store: LocalStore) -> None:
    addresses = [freeze(store, b"%d" % number) for number in range(40)]
    (store.path / "README").write_text("not evidence")
    misplaced = store.path / "00" / "00" / NOTHING
    misplaced.parent.mkdir(parents=True, exist_ok=True)
    misplaced.write_text("not at its own address")

    assert list(store.iterate()) == sorted(addresses)


def test_the_moment_of_storing_is_known(store: LocalStore) -> None:
    before = clock.now() - timedelta(seconds=1)

    assert before < store.stored_at(freeze(store, b"a post")) < clock.now() + timedelta(seconds=1)
    with pytest.raises(Missing):
        store.stored_at(NOTHING)


def start_writing_and_stall(folder: Path) -> "subprocess.Popen[str]":
    program = dedent("""
        import sys, time
        from pathlib import Path
        from casework.storage.local import LocalStore

        class Slow:
            left = 3
            def read(self, size):
                if not self.left:
                    print("stalled", flush=True)
                    time.sleep(60)
                self.left -= 1
                return b"x" * size

        LocalStore(Path(sys.argv[1])).freeze(Slow(), limit=1 << 30)
    """)
    return subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)


def test_a_kill_in_mid_write_leaves_no_half_file_at_an_address_and_the_stray_is_swept(
    store: LocalStore,
) -> None:
    with start_writing_and_stall(store.path) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "stalled\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)

    assert list(store.iterate()) == []
    [stray] = strays(store)
    assert stray.stat().st_size >= 2 * MEGABYTE

    assert store.sweep_temporary(timedelta(hours=1)) == 0, "it may still be being written"
    hours_ago = stray.stat().st_mtime - 2 * 3600
    os.utime(stray, (hours_ago, hours_ago))
    assert store.sweep_temporary(timedelta(hours=1)) == 1
    assert strays(store) == []


def test_a_reader_that_breaks_off_leaves_nothing_behind(store: LocalStore) -> None:
    class BrokenOff(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError("the browser went away")
            return super().read(10)

    with pytest.raises(Unavailable):
        store.freeze(BrokenOff(b"half of a screenshot"), limit=MEGABYTE)

    assert strays(store) == []
    assert list(store.iterate()) == []


def test_a_full_disk_is_reported_and_leaves_nothing_half_written(store: LocalStore) -> None:
    program = dedent("""
        import io, resource, sys
        from pathlib import Path
        from casework.storage.local import LocalStore
        from casework.storage.store import StoreFull

        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
        store = LocalStore(Path(sys.argv[1]))
        try:
            store.freeze(io.BytesIO(b"x" * 1_000_000), limit=1 << 30)
        except StoreFull as full:
            print(full.message)
        print(store.freeze(io.BytesIO(b"small"), limit=100).size)
    """)

    done = subprocess.run(
        [sys.executable, "-c", program, str(store.path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )

    assert "is full, so this file was not kept" in done.stdout
    assert done.stdout.endswith("5\n"), "what fits is still kept"
    assert len(list(store.iterate())) == 1
    assert strays(store) == []


def test_a_device_without_room_is_reported_as_full() -> None:
    with pytest.raises(StoreFull), disk_errors(), Path("/dev/full").open("wb") as full:
        copy_hashed(BytesIO(b"a post"), full, 100)


def test_a_store_without_its_folder_says_so(store: LocalStore) -> None:
    (store.path / "incoming").rmdir()

    with pytest.raises(Unavailable, match="could not be reached or used"):
        freeze(store, b"a post")


def test_without_a_bucket_the_settings_give_the_folder(tmp_path: Path) -> None:
    store = open_store(folder=tmp_path / "evidence")

    assert store.exists(store.freeze(BytesIO(b"a post"), limit=100).sha256)
    assert (tmp_path / "evidence").is_dir()


@given(content=st.binary(min_size=1, max_size=5000))
def test_any_bytes_survive_freezing(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    store = LocalStore(tmp_path_factory.getbasetemp() / "shared-evidence")

    address = freeze(store, content)

    with open_intact(store, address) as kept:
        assert kept.read() == content
