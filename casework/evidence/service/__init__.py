"""Every change of evidence, and every opening of its bytes. No other room opens the evidence store."""

from casework.evidence.service.describing import (
    ASKED,
    DESCRIBED,
    Description,
    describe,
    describe_all,
    show_only_post,
)
from casework.evidence.service.destroying import (
    approve_destruction,
    propose_destruction,
    refuse_destruction,
)
from casework.evidence.service.fixity import confirm_fixity, verify_some, verify_store
from casework.evidence.service.opening import open_original, open_picture
from casework.evidence.service.quarantine import message_of, release
from casework.evidence.service.receiving import PREVIEW, THUMBNAIL, Receipt, receive
from casework.evidence.service.reconciling import reconcile, redraw
from casework.evidence.service.rescanning import scan_waiting
from casework.evidence.service.sealing import seal, unseal

__all__ = [
    "ASKED",
    "DESCRIBED",
    "PREVIEW",
    "THUMBNAIL",
    "Description",
    "Receipt",
    "approve_destruction",
    "confirm_fixity",
    "describe",
    "describe_all",
    "message_of",
    "open_original",
    "open_picture",
    "propose_destruction",
    "receive",
    "reconcile",
    "redraw",
    "refuse_destruction",
    "release",
    "scan_waiting",
    "seal",
    "show_only_post",
    "unseal",
    "verify_some",
    "verify_store",
]
