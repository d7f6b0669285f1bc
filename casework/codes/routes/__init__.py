"""Pages of the Code library."""

from casework.codes.routes import drafts, importing, library, versions
from casework.codes.routes.blueprint import bp

__all__ = ["bp", "drafts", "importing", "library", "versions"]
