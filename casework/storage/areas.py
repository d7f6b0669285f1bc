"""The stores that an installation has: one for evidence, one for issued reports, one for evidence packs."""

from casework.config import Settings
from casework.storage.opening import open_store
from casework.storage.store import BlobStore

EVIDENCE, REPORTS, PACKS = "evidence", "reports", "packs"
AREAS = (EVIDENCE, REPORTS, PACKS)


def open_area(settings: Settings, area: str) -> BlobStore:
    """Return the store of an area: a folder of the instance, or a prefix in the bucket that the settings name."""
    return open_store(
        folder=settings.instance / area,
        bucket=settings.bucket,
        prefix=f"{area}/",
        endpoint=settings.bucket_endpoint,
        key_id=settings.bucket_key_id,
        secret=settings.bucket_secret,
    )
