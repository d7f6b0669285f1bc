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


class FileFormat(Choice):
    """In what a report is written: its value is the file's ending."""

    XLSX = "xlsx", "Spreadsheet (XLSX)"
    DOCX = "docx", "Covering report (DOCX)"


class ExemptParagraph(Choice):
    """Paragraphs of Part 1 of Schedule 12A to the Local Government Act 1972, each title in our own words.

    7A to 7C are not offered: they belonged to the committees of the regime that the Localism Act 2011 ended.
    """

    INDIVIDUAL = "1", "About an individual"
    IDENTITY = "2", "Likely to reveal who an individual is"
    BUSINESS = "3", "About the money or business of a person or body, the council included"
    PRIVILEGE = "5", "Legal advice and other matters under legal professional privilege"
    CRIME = "7", "About steps to prevent, investigate or prosecute crime"
