"""What a case is about, in words fit to be published: a fixed list, so nothing typed reaches a public log.

Each phrase says what the complaint is about, and finds nobody at fault. The list follows the subjects of the
Social Media Code, never one platform, ward or person.
"""

from casework.words import Choice


class Nature(Choice):
    """The kind of conduct complained of. One for a case: the one that matters most."""

    RESPECT_PUBLIC = "respect_public", "Disrespect towards a member of the public"
    RESPECT_COUNCILLOR = "respect_councillor", "Disrespect towards another councillor"
    RESPECT_STAFF = "respect_staff", "Disrespect towards council staff or a partner"
    BULLYING = "bullying", "Bullying, harassment or intimidation"
    EQUALITY = "equality", "Discriminatory content"
    REPUTATION = "reputation", "Damaging or untrue statement about a person"
    OTHERS_COMMENTS = "others_comments", "Comments by others left in place"
    CRITICS = "critics", "Blocking or deleting critics"
    CONFIDENTIAL = "confidential", "Confidential or unpublished information"
    PERSONAL_DATA = "personal_data", "Personal information about somebody else"
    PREDETERMINATION = "predetermination", "Appearing to have decided before a meeting"
    COUNCIL_VIEW = "council_view", "Personal views presented as the council’s"
    INTERESTS = "interests", "Promoting a personal interest"
    RESOURCES = "resources", "Use of the council’s name, logo or accounts"
    ELECTION = "election", "Publicity in a pre-election period"
    COPYRIGHT = "copyright", "Use of other people’s material"
    INACCURATE = "inaccurate", "Inaccurate information"
    STANDARDS = "standards", "Conduct reflecting on the office or the council"
    SAFETY = "safety", "Threats to, or abuse of, a councillor"
    OTHER = "other", "Another matter"
