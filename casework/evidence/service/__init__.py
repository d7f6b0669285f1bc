"""Every change of evidence, and every opening of its bytes. No other room opens the evidence store."""

from casework.evidence.service.describing import describe
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.opening import open_picture
from casework.evidence.service.receiving import PREVIEW, THUMBNAIL, Receipt, receive

__all__ = ["PREVIEW", "THUMBNAIL", "Receipt", "confirm_fixity", "describe", "open_picture", "receive"]
