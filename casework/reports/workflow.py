"""The fixed lists of committee reports."""

from casework.words import Choice


class Edition(Choice):
    """For whom a report is."""

    PUBLIC = "public", "Public"
    EXEMPT = "exempt", "Exempt (not for publication)"


class ReportStatus(Choice):
    """A draft is marked DRAFT; an issued report is frozen."""

    DRAFT = "draft", "Draft"
    ISSUED = "issued", "Issued"
    WITHDRAWN = "withdrawn", "Withdrawn"
