"""The looks of which an exhibit is the capture: for the exhibit statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from casework.evidence.looks import Look
from casework.takedowns import queries


def looks_captured(exhibit_ids: Collection[int]) -> Mapping[int, Sequence[Look]]:
    """Return the looks that these exhibits are the captures of, by exhibit, oldest first."""
    found: dict[int, list[Look]] = defaultdict(list)
    for look, name, request, address in queries.looks_captured_as(exhibit_ids):
        found[look.exhibit_id or 0].append(
            Look(
                by=look.by_id,
                name=name,
                at=look.seen_at,
                means=look.means.label if look.means else "",
                seen=look.seen.label,
                words=look.wording,
                post=address,
                request=request,
            )
        )
    return found
