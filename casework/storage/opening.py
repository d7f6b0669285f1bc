"""One folder or one bucket, as the settings say."""

from pathlib import Path

from casework.storage.local import LocalStore
from casework.storage.store import BlobStore


def open_store(
    *,
    folder: Path,
    bucket: str = "",
    prefix: str = "",
    endpoint: str = "",
    key_id: str = "",
    secret: str = "",
) -> BlobStore:
    """Return the store that the settings name: the bucket where one is set, else the folder.

    Raises `ConfigurationError` where a bucket is set and boto3 is not installed, `Unavailable` where the
    folder cannot be made.
    """
    if not bucket:
        return LocalStore(folder)
    from casework.storage.bucket import BucketStore

    return BucketStore(bucket, prefix, endpoint, key_id=key_id, secret=secret)
