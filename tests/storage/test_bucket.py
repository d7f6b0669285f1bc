import hashlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from casework import clock
from casework.errors import ConfigurationError
from casework.storage.bucket import BucketStore
from casework.storage.opening import open_store
from casework.storage.store import Corrupt, Empty, Fixity, Missing, TooLarge, Unavailable, open_intact
from tests.support.bucket import BUCKET
from tests.support.postgres import free_port

MEGABYTE = 1 << 20


@pytest.fixture
def store(endpoint: str, raw: Any) -> Iterator[BucketStore]:
    store = open_store(
        folder=Path("/nonexistent"),
        bucket=BUCKET,
        prefix="office",
        endpoint=endpoint,
        key_id="demo",
        secret="demo",
    )
    assert isinstance(store, BucketStore)
    yield store
    store.close()


def freeze(store: BucketStore, content: bytes) -> str:
    return store.freeze(BytesIO(content), limit=10 * MEGABYTE).sha256


def key_of(address: str) -> str:
    return f"office/{address[:2]}/{address[2:4]}/{address}"


def test_what_was_frozen_comes_back_under_the_hash_of_its_bytes(store: BucketStore, raw: Any) -> None:
    content = os.urandom(2 * MEGABYTE + 5)

    frozen = store.freeze(BytesIO(content), limit=10 * MEGABYTE)

    assert frozen.sha256 == hashlib.sha256(content).hexdigest()
    assert frozen.size == len(content) == store.size(frozen.sha256)
    with open_intact(store, frozen.sha256) as kept:
        assert kept.read() == content
        assert kept.seek(10) == 10
    assert raw.head_object(Bucket=BUCKET, Key=key_of(frozen.sha256))["ContentLength"] == len(content)
    assert abs(store.stored_at(frozen.sha256) - clock.now()) < timedelta(minutes=1)


def test_bytes_that_are_there_are_never_written_again(store: BucketStore, raw: Any) -> None:
    raw.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    address = freeze(store, b"the same screenshot")
    freeze(store, b"the same screenshot")

    versions = raw.list_object_versions(Bucket=BUCKET)["Versions"]
    assert len(versions) == 1
    raw.delete_object(Bucket=BUCKET, Key=key_of(address), VersionId=versions[0]["VersionId"])


def test_many_officers_can_freeze_the_same_bytes_at_the_same_moment(store: BucketStore) -> None:
    content = os.urandom(MEGABYTE)

    with ThreadPoolExecutor(6) as officers:
        addresses = set(officers.map(lambda _: freeze(store, content), range(6)))

    assert list(store.iterate()) == list(addresses)
    assert store.verify(addresses.pop()).intact


def test_a_writer_that_comes_second_to_an_empty_address_accepts_the_first(
    store: BucketStore, raw: Any
) -> None:
    class FilledMeanwhile(BucketStore):
        def exists(self, sha256: str) -> bool:
            there = super().exists(sha256)
            if not there:
                raw.put_object(Bucket=BUCKET, Key=key_of(sha256), Body=b"sent by both")
            return there

    store.__class__ = FilledMeanwhile

    assert store.verify(freeze(store, b"sent by both")).intact


def test_empty_and_oversized_files_never_reach_the_bucket(store: BucketStore) -> None:
    with pytest.raises(Empty):
        freeze(store, b"")
    with pytest.raises(TooLarge):
        store.freeze(BytesIO(b"x" * 101), limit=100)

    assert list(store.iterate()) == []


def test_changed_bytes_are_found_and_not_given_out(store: BucketStore, raw: Any) -> None:
    address = freeze(store, b"what was received")
    raw.put_object(Bucket=BUCKET, Key=key_of(address), Body=b"what was planted!")

    assert store.verify(address).outcome is Fixity.ALTERED
    with pytest.raises(Corrupt):
        store.open(address)
    with pytest.raises(Corrupt):
        freeze(store, b"what was received")


def test_absent_and_malformed_addresses_are_missing(store: BucketStore) -> None:
    for address in (hashlib.sha256(b"never").hexdigest(), "../../" + "a" * 58, "A" * 64, ""):
        assert not store.exists(address)
        assert store.verify(address).outcome is Fixity.MISSING
        for ask in (store.open, store.size, store.stored_at, store.delete):
            with pytest.raises(Missing):
                ask(address)


def test_only_this_offices_addresses_are_listed(store: BucketStore, raw: Any) -> None:
    addresses = sorted(freeze(store, b"%d" % number) for number in range(5))
    raw.put_object(Bucket=BUCKET, Key="office/readme.txt", Body=b"not evidence")
    raw.put_object(Bucket=BUCKET, Key="elsewhere/" + key_of(addresses[0]), Body=b"0")

    assert list(store.iterate()) == addresses


def test_an_approved_destruction_leaves_nothing_at_the_address(store: BucketStore) -> None:
    address = freeze(store, b"uploaded by mistake")

    store.delete(address)

    assert not store.exists(address)
    assert store.sweep_temporary(timedelta(0)) == 0


def test_a_bucket_that_does_not_exist_or_answer_is_unavailable_not_empty(endpoint: str) -> None:
    absent = BucketStore("no-such-bucket", "", endpoint, key_id="demo", secret="demo")
    with pytest.raises(Unavailable, match="NoSuchBucket"):
        freeze(absent, b"a post")
    with pytest.raises(Unavailable):
        list(absent.iterate())
    absent.close()

    silent = BucketStore(BUCKET, "", f"http://127.0.0.1:{free_port()}", key_id="demo", secret="demo")
    with pytest.raises(Unavailable, match="Keep your copy and try again"):
        freeze(silent, b"a post")
    silent.close()


def test_a_bucket_without_its_library_is_named_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(ConfigurationError, match=r"casework\[s3\]"):
        open_store(folder=tmp_path, bucket=BUCKET)
