"""Who is who in Wexmoor, a county on no map."""

from dataclasses import dataclass
from datetime import date

from casework.members.workflow import AccountUse, OfficeKind, Platform, Tier
from casework.permissions import Role

COUNTY, DISTRICT, PARISH = "Wexmoor County Council", "Otterby District Council", "Little Tansy Parish Council"
AUTHORITIES = {COUNTY: Tier.COUNTY, DISTRICT: Tier.DISTRICT, PARISH: Tier.PARISH}
ELECTED = date(2025, 5, 1)


@dataclass(frozen=True)
class DemoOfficer:
    """An officer who can be signed in as with one button."""

    key: str
    name: str
    prefix: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@wexmoor.test"


OFFICERS = [
    DemoOfficer("mo", "Morgan Ashdown", "MA", (Role.MONITORING_OFFICER,)),
    DemoOfficer("deputy", "Devi Brannock", "DB", (Role.DEPUTY,)),
    DemoOfficer("standards", "Sam Whitlock", "SW", (Role.STANDARDS_OFFICER,)),
    DemoOfficer("takedown", "Toni Marsh", "TM", (Role.TAKEDOWN_OFFICER,)),
    DemoOfficer("investigator", "Ines Calder", "IC", (Role.INVESTIGATOR,)),
    DemoOfficer("person", "Piers Holloway", "PH", (Role.INDEPENDENT_PERSON,)),
    DemoOfficer("clerk", "Carys Penrose", "CP", (Role.CLERK,)),
    DemoOfficer("governance", "Gail Norrington", "GN", (Role.INFORMATION_GOVERNANCE,)),
    DemoOfficer("auditor", "Arlo Temple", "AT", (Role.AUDITOR,)),
    DemoOfficer("administrator", "Ade Fairweather", "AF", (Role.ADMINISTRATOR,)),
]


@dataclass(frozen=True)
class DemoAccount:
    """A known account of a councillor."""

    platform: Platform
    handle: str
    use: AccountUse
    biography: str = ""
    disclaimer: str = ""


@dataclass(frozen=True)
class DemoCouncillor:
    """A councillor with a seat, perhaps another office, and accounts."""

    name: str
    authority: str
    ward: str
    group: str
    accounts: tuple[DemoAccount, ...]
    other_office: tuple[str, OfficeKind] | None = None
    left: date | None = None


def _account(platform: Platform, handle: str, use: AccountUse, *texts: str) -> DemoAccount:
    return DemoAccount(platform, handle, use, *texts)


MIXED, OFFICIAL, PERSONAL = AccountUse.MIXED, AccountUse.OFFICIAL, AccountUse.PERSONAL

COUNCILLORS = {
    "fernsby": DemoCouncillor(
        "Ada Fernsby", COUNTY, "Heron Reach", "Orchard Group",
        (_account(Platform.X, "@CllrAdaFernsby", OFFICIAL, "County councillor for Heron Reach.", "Views my own."),),
        ("Cabinet member for highways", OfficeKind.EXECUTIVE),
    ),
    "quill": DemoCouncillor(
        "Barnaby Quill", COUNTY, "Saltmarket", "Lantern Group",
        (_account(Platform.FACEBOOK, "barnaby.quill.saltmarket", MIXED, "Councillor, beekeeper, grandfather."),),
    ),
    "rook": DemoCouncillor(
        "Clementine Rook", COUNTY, "Upper Wold", "Lantern Group",
        (_account(Platform.INSTAGRAM, "@clementine_rook", PERSONAL, "Mostly dogs."),),
        ("Leader of the Lantern Group", OfficeKind.OTHER),
    ),
    "hale": DemoCouncillor(
        "Dorian Hale", COUNTY, "Quayside", "Independent",
        (
            _account(Platform.X, "@dorianhale", MIXED, "Cllr for Quayside. Straight talking."),
            _account(Platform.YOUTUBE, "HaleOnHighways", MIXED),
        ),
    ),
    "marlowe": DemoCouncillor(
        "Edith Marlowe", COUNTY, "Abbey Fields", "Orchard Group",
        (_account(Platform.FACEBOOK, "edith.marlowe", PERSONAL),),
        ("Chair of the Planning Committee", OfficeKind.CHAIR),
    ),
    "thorn": DemoCouncillor(
        "Felix Thorn", DISTRICT, "Otterby North", "Orchard Group",
        (_account(Platform.BLUESKY, "@felixthorn.bsky", MIXED, "District councillor."),),
    ),
    "winslow": DemoCouncillor(
        "Greta Winslow", DISTRICT, "Mill Lane", "Lantern Group",
        (_account(Platform.NEXTDOOR, "Greta W.", PERSONAL),),
    ),
    "partridge": DemoCouncillor(
        "Hugo Partridge", PARISH, "Little Tansy", "Independent",
        (_account(Platform.FACEBOOK, "hugo.partridge.tansy", MIXED, "Parish council chair."),),
        ("Chair of the Parish Council", OfficeKind.CHAIR),
    ),
    "sedge": DemoCouncillor(
        "Imogen Sedge", PARISH, "Little Tansy", "Independent",
        (_account(Platform.WHATSAPP, "Imogen (Tansy)", PERSONAL),),
    ),
    "teal": DemoCouncillor(
        "Jasper Teal", COUNTY, "Cathedral", "Orchard Group",
        (_account(Platform.TIKTOK, "@jasperteal", MIXED, "Youngest on the council."),),
        left=date(2026, 6, 30),
    ),
}  # fmt: skip
