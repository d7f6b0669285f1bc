"""Pages about authorities, councillors, their offices and known accounts, and their import."""

from casework.members.routes import accounts, authorities, councillors, importing, offices
from casework.members.routes.blueprint import bp

__all__ = ["accounts", "authorities", "bp", "councillors", "importing", "offices"]
