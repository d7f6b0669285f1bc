"""Frozen bytes in a bucket of an S3-compatible object store.

boto3 is an extra (`pip install casework[s3]`) and is imported only where a bucket is set.
"""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from casework.errors import ConfigurationError
from casework.storage.store import (
    CHUNK,
    Corrupt,
    FixityResult,
    FrozenBlob,
    Missing,
    StoreFull,
    Unavailable,
    copy_hashed,
    disk_errors,
    hash_of,
    is_address,
)

ABSENT = {"NoSuchKey", "NotFound", "404"}
FILLED_MEANWHILE = {"PreconditionFailed", "ConditionalRequestConflict", "412"}
NO_ROOM = {"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "507"}


class BucketStore:
    """A bucket whose keys are `prefix` and the SHA-256, two levels deep, as in the local store.

    Bytes are hashed into an unnamed local file first and sent with their checksum, which the other end
    compares; a key that is there is never written again. In a bucket that keeps versions, or locks them,
    `delete` leaves what the bucket's own rules keep.
    """

    def __init__(
        self, bucket: str, prefix: str = "", endpoint: str = "", *, key_id: str = "", secret: str = ""
    ) -> None:
        """Take the bucket's name and, where they are empty, endpoint and keys from boto3's own settings."""
        self._bucket = bucket
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._client = _client(endpoint or None, key_id or None, secret or None)

    def freeze(self, stream: BinaryIO, *, limit: int) -> FrozenBlob:
        """Keep what is left of `stream`; see `BlobStore.freeze`."""
        with disk_errors(), TemporaryFile() as spool:
            frozen = copy_hashed(stream, spool, limit)
            if self.exists(frozen.sha256):
                self.verify(frozen.sha256).insist()
                return frozen
            spool.seek(0)
            with _bucket_errors(frozen.sha256):
                self._put(spool, frozen)
        return frozen

    def open(self, sha256: str) -> BinaryIO:
        """Fetch the bytes at an address whole, hashing them. Raises `Missing`, `Corrupt`."""
        with disk_errors(), ExitStack() as on_failure:
            spool = on_failure.enter_context(TemporaryFile())
            digest = hashlib.sha256()
            for chunk in self._chunks(sha256):
                digest.update(chunk)
                spool.write(chunk)
            if digest.hexdigest() != sha256:
                raise Corrupt(sha256)
            spool.seek(0)
            on_failure.pop_all()
        return cast("BinaryIO", spool)

    def exists(self, sha256: str) -> bool:
        """Whether something is kept at the address."""
        try:
            self._head(sha256)
        except Missing:
            return False
        return True

    def size(self, sha256: str) -> int:
        """Return the number of bytes at an address. Raises `Missing`."""
        return int(self._head(sha256)["ContentLength"])

    def stored_at(self, sha256: str) -> datetime:
        """Return the moment when the address was filled. Raises `Missing`."""
        return cast("datetime", self._head(sha256)["LastModified"])

    def verify(self, sha256: str) -> FixityResult:
        """Fetch the bytes at an address and hash them again."""
        try:
            return FixityResult(sha256, hash_of(self._chunks(sha256)))
        except Missing:
            return FixityResult(sha256, None)

    def iterate(self) -> Iterator[str]:
        """Every address at which something is kept, in order."""
        pages = self._client.get_paginator("list_objects_v2")
        with _bucket_errors():
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for entry in page.get("Contents", ()):
                    name = entry["Key"].rpartition("/")[2]
                    if is_address(name) and entry["Key"] == self._key(name):
                        yield name

    def delete(self, sha256: str) -> None:
        """Destroy the bytes at an address. Raises `Missing`."""
        self._head(sha256)
        with _bucket_errors(sha256):
            self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))

    def sweep_temporary(self, older_than: timedelta) -> int:
        """Return 0: the local spool has no name and an object appears whole, so a kill leaves nothing."""
        return 0

    def close(self) -> None:
        """Let go of the connections to the bucket."""
        self._client.close()

    def _key(self, sha256: str) -> str:
        if not is_address(sha256):
            raise Missing(sha256)
        return f"{self._prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _put(self, spool: Any, frozen: FrozenBlob) -> None:
        from botocore.exceptions import ClientError

        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._key(frozen.sha256),
                Body=spool,
                ContentLength=frozen.size,
                ChecksumSHA256=base64.b64encode(bytes.fromhex(frozen.sha256)).decode(),
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in FILLED_MEANWHILE:
                raise
            self.verify(frozen.sha256).insist()  # another officer sent the same bytes at the same moment

    def _head(self, sha256: str) -> dict[str, Any]:
        with _bucket_errors(sha256):
            return cast(
                "dict[str, Any]", self._client.head_object(Bucket=self._bucket, Key=self._key(sha256))
            )

    def _chunks(self, sha256: str) -> Iterator[bytes]:
        with _bucket_errors(sha256):
            body = self._client.get_object(Bucket=self._bucket, Key=self._key(sha256))["Body"]
            try:
                yield from body.iter_chunks(CHUNK)
            finally:
                body.close()


def _client(endpoint: str | None, key_id: str | None, secret: str | None) -> Any:
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise ConfigurationError(
            "Evidence is set to be kept in a bucket, but boto3 is not installed. Install it with "
            "`pip install casework[s3]`, or unset the bucket to keep evidence in the instance folder."
        ) from error
    config = Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "max_attempts": 3},
        s3={"addressing_style": "path"} if endpoint else {},
    )
    session = boto3.session.Session(aws_access_key_id=key_id, aws_secret_access_key=secret)
    region = session.region_name or "us-east-1"  # what services other than Amazon's sign with
    return session.client("s3", region_name=region, endpoint_url=endpoint, config=config)


@contextmanager
def _bucket_errors(sha256: str = "") -> Iterator[None]:
    """Put what the object store reports into the store's own words."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        if code in ABSENT and sha256:
            raise Missing(sha256) from error
        if code in NO_ROOM:
            raise StoreFull from error
        raise Unavailable(f"the bucket answered {code}") from error
    except BotoCoreError as error:
        raise Unavailable(type(error).__name__) from error
