"""The pages of evidence."""

from casework.evidence.routes import destruction, exhibits, holding, origin, packs, redaction, texts, uploads
from casework.evidence.routes.blueprint import bp

__all__ = ["bp", "destruction", "exhibits", "holding", "origin", "packs", "redaction", "texts", "uploads"]
