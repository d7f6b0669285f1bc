"""Pages of the desk: my work, search, and the audit trail."""
