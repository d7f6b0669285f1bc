"""Every change of evidence. No other room opens the evidence store."""

from casework.evidence.service.describing import describe
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.receiving import Receipt, receive

__all__ = ["Receipt", "confirm_fixity", "describe", "receive"]
