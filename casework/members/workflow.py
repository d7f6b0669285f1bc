"""The fixed lists of the members' room."""

from casework.words import Choice


class Tier(Choice):
    """The kind of an authority."""

    COUNTY = "county", "County council"
    DISTRICT = "district", "District council"
    PARISH = "parish", "Parish or town council"


class OfficeKind(Choice):
    """What sort of office it is."""

    SEAT = "seat", "Councillor"
    EXECUTIVE = "executive", "Leader or cabinet member"
    CHAIR = "chair", "Chair or vice-chair"
    OTHER = "other", "Other office"


class Platform(Choice):
    """Where things are published: those that the Code names, and others."""

    FACEBOOK = "facebook", "Facebook"
    X = "x", "X (Twitter)"
    WHATSAPP = "whatsapp", "WhatsApp"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    LINKEDIN = "linkedin", "LinkedIn"
    GAMING = "gaming", "Online game or virtual world"
    TIKTOK = "tiktok", "TikTok"
    NEXTDOOR = "nextdoor", "Nextdoor"
    BLUESKY = "bluesky", "Bluesky"
    THREADS = "threads", "Threads"
    TELEGRAM = "telegram", "Telegram"
    REDDIT = "reddit", "Reddit"
    BLOG = "blog", "Blog or website"
    OTHER = "other", "Another platform"


class AccountUse(Choice):
    """What an account is used for."""

    OFFICIAL = "official", "Official"
    PERSONAL = "personal", "Personal"
    MIXED = "mixed", "Mixed"
    NOT_KNOWN = "not_known", "Not known"
