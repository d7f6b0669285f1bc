"""Pages of the desk: my work, search, and the audit trail."""

from casework.desk.routes import calendar, mail, search, trail, work

__all__ = ["calendar", "mail", "search", "trail", "work"]
