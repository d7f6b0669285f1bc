"""The pages of evidence."""

from casework.evidence.routes import exhibits, uploads
from casework.evidence.routes.blueprint import bp

__all__ = ["bp", "exhibits", "uploads"]
