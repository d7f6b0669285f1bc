"""Pages of the Code library."""

from casework.codes.routes import library
from casework.codes.routes.blueprint import bp

__all__ = ["bp", "library"]
