"""How many originals are hashed again each night, so that each is checked within the month."""

from math import ceil

NIGHTS = 28  # the shortest month
OVERDUE_AFTER = NIGHTS  # days


def quota(total: int, overdue: int) -> int:
    """Return how many of `total` originals, the longest unchecked first, are due tonight.

    `overdue` of them were last checked more than `OVERDUE_AFTER` days ago: a machine that was off, or originals that
    were destroyed ahead of others in the queue, must not make the month longer.
    """
    return min(total, max(ceil(total / NIGHTS), overdue))
