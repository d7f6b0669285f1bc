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
        "their name", "obtained on", "seen live", "name where it came from", "taken out of", "posts",
        "files in this pack",
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
CUSTODY_OF_COPIES = {Profile.FULL}
_CHECKS_AND_PACKS = (
    "Custody: each time that a file was hashed again and found unchanged, and each pack that it was put into",
    "Making a pack adds to both, and the same case has to give the same pack. The council’s record has them all.",
)
_OF_COPIES = (
    "Custody: what became of each redacted copy",
    "Who drew and approved it is the office’s own; redactions.json has the checks that it passed, and the reasons.",
)
_FOR_WHOM = (
    "For whom this pack was made",
    "The same case gives the same pack, whoever gets it. The council’s record says who did, and what for.",
)
LEFT_OUT_ALWAYS: dict[Profile, tuple[tuple[str, str], ...]] = {
    Profile.FULL: (
        ("Officers’ notes, actions and letters", "They are the office’s own, and no evidence."),
        (
            "Names of complainants who were promised confidentiality, or wait for an answer",
            "The promise holds.",
        ),
        _CHECKS_AND_PACKS,
        (
            "Custody: how the plan of a redacted copy was changed, why one was withdrawn, and proposals to destroy",
            "What was written of them can name what was to be hidden. The council’s record has it.",
        ),
        _FOR_WHOM,
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
        _CHECKS_AND_PACKS,
        _OF_COPIES,
        _FOR_WHOM,
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
        _CHECKS_AND_PACKS,
        _OF_COPIES,
        _FOR_WHOM,
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
