"""The pages of logging."""

from casework.intake.routes import check, drafts, quick
from casework.intake.routes.blueprint import bp

__all__ = ["bp", "check", "drafts", "quick"]
