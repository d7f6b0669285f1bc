"""Pages of the Code library."""

from casework.codes.routes import importing, library, versions
from casework.codes.routes.blueprint import bp

__all__ = ["bp", "importing", "library", "versions"]
