"""Who a pack is for, and what that lets into it. Allowlists: what is not named here stays out."""

from casework.evidence.workflow import Reader
from casework.words import Choice


class Profile(Choice):
    """For whom a pack is."""

    FULL = "full", "Full: for an investigator or the police"
    PARTY = "party", "Party: for the councillor concerned or the complainant"
    PUBLIC = "public", "Public: for anybody"


class PackStatus(Choice):
    """How far a pack is."""

    ASKED = "asked", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"
    GONE = "gone", "Deleted, as something in it was destroyed, sealed or withdrawn"


EXHIBIT_COLUMNS: dict[Profile, tuple[str, ...]] = {
    Profile.FULL: (
        "label", "title", "kind", "size", "sha256", "received", "received by", "how it came", "who took it",
        "their name", "obtained on", "seen live", "name where it came from", "posts", "files in this pack",
    ),
    Profile.PARTY: ("label", "kind", "received on", "posts", "files in this pack"),
    Profile.PUBLIC: ("label", "kind", "files in this pack"),
}  # fmt: skip
CASE_KEYS: dict[Profile, tuple[str, ...]] = {
    Profile.FULL: ("reference", "received on", "nature", "councillors", "posts", "complaints"),
    Profile.PARTY: ("reference", "councillors", "post dates"),
    Profile.PUBLIC: ("reference",),
}
CUSTODY_KEYS: dict[Profile, tuple[str, ...]] = {
    Profile.FULL: ("number", "at", "exhibit", "event", "sentence", "facts", "previous hash", "hash"),
    Profile.PARTY: ("at", "exhibit", "event"),
    Profile.PUBLIC: ("at", "exhibit", "event"),
}
LEFT_OUT_ALWAYS: dict[Profile, tuple[tuple[str, str], ...]] = {
    Profile.FULL: (
        ("Officers’ notes, actions and letters", "They are the office’s own, and no evidence."),
        (
            "Names of complainants who were promised confidentiality, or wait for an answer",
            "The promise holds.",
        ),
    ),
    Profile.PARTY: (
        (
            "Originals",
            (
                "They can hold more than they show: only redacted copies that passed the checks, and were approved for "
                "a party, go in."
            ),
        ),
        (
            "Names and contacts of complainants, in what is written beside the pictures",
            (
                "Who complained is told by the Monitoring Officer, or not at all. What the pictures themselves show is "
                "what whoever approved them let stand."
            ),
        ),
        (
            "What officers wrote of an exhibit",
            "Only the description of a redacted copy was checked.",
        ),
        ("Officers’ names, notes, actions and letters", "They are the office’s own, and no evidence."),
        (
            "The words and addresses of posts",
            "They stand in the redacted copies, as far as they may be seen.",
        ),
    ),
    Profile.PUBLIC: (
        (
            "Originals",
            "They can hold more than they show: only redacted copies that passed the checks go in.",
        ),
        (
            "Names and words that anybody typed beside the pictures",
            (
                "Only redacted copies that an officer approved for the public go in. What the pictures themselves "
                "show, names too, is what that officer let stand: look at each before you publish it."
            ),
        ),
    ),
}
DESTROYED = "It was destroyed as a wrong upload."
CHANGED = "Its bytes no longer match the hash recorded when it was received."
SEALED = "It is sealed."
QUARANTINED = "It is in quarantine, or waits for the virus scanner."
NOT_RELEASED = "No redacted copy of it has passed the checks yet."
READER_OF = {Profile.PARTY: Reader.PARTY, Profile.PUBLIC: Reader.PUBLIC}  # a full pack has the originals
NOT_APPROVED_FOR = {
    Profile.PARTY: "No redacted copy of it was approved for a party.",
    Profile.PUBLIC: "No redacted copy of it was approved for the public.",
}
