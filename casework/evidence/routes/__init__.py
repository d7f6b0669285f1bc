"""The pages of evidence."""

from casework.evidence.routes import (
    asking,
    destruction,
    exhibits,
    holding,
    origin,
    packs,
    proposals,
    redaction,
    taking_apart,
    texts,
    uploads,
)
from casework.evidence.routes.blueprint import bp

__all__ = [
    "asking",
    "bp",
    "destruction",
    "exhibits",
    "holding",
    "origin",
    "packs",
    "proposals",
    "redaction",
    "taking_apart",
    "texts",
    "uploads",
]
