"""Pages of the desk: my work, search, and the audit trail."""

from casework.desk.routes import search, trail, work

__all__ = ["search", "trail", "work"]
