"""The fixed lists of the procedure."""

from casework.words import Choice


class ConsultationKind(Choice):
    """In which capacity the Independent Person is consulted (Localism Act 2011 s.28(7))."""

    STATUTORY = "statutory", "Before a decision on an allegation that is investigated (s.28(7)(a))"
    DISCRETIONARY = "discretionary", "On another allegation, by the council (s.28(7)(b)(i))"
    MEMBER = "member", "By the councillor concerned (s.28(7)(b)(ii))"


class ReferralTo(Choice):
    """Who a matter was passed to."""

    POLICE = "police", "Police"
    SAFETY = "safety", "Member safety contact"
    DATA_PROTECTION = "data_protection", "Data protection officer"
    OTHER = "other", "Another body"
