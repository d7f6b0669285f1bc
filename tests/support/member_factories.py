"""Authorities and councillors that tests need, made through the commands that the software itself uses."""

from datetime import date, timedelta

from casework import clock
from casework.database import command
from casework.members import queries, service
from casework.members.models import Authority, Councillor
from casework.members.workflow import OfficeKind, Platform, Tier

COUNTY = "Fenwick County Council"


def make_authority(name: str = COUNTY, tier: Tier = Tier.COUNTY) -> Authority:
    """Return the authority of this name, made where it is not there."""
    return queries.authority_named(name) or service.create_authority(name=name, tier=tier, actor=None)


@command
def make_councillor(
    name: str = "Jo Example",
    *,
    authority: str = COUNTY,
    ward: str = "",
    group: str = "",
    held_from: date | None = None,
    held_to: date | None = None,
    handle: str = "",
    email: str = "",
) -> Councillor:
    """Make a councillor with one seat, held for a year unless a day is given, and perhaps a known account on X."""
    councillor = service.create_councillor(name=name, email=email, another=True, actor=None)
    service.add_office(
        councillor,
        authority_id=make_authority(authority).id,
        kind=OfficeKind.SEAT,
        title="Councillor",
        ward=ward,
        group_name=group,
        held_from=held_from or clock.today() - timedelta(days=365),
        held_to=held_to,
        actor=None,
    )
    if handle:
        service.add_account(councillor, platform=Platform.X, handle=handle, actor=None)
    return councillor
