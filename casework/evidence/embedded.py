"""What an untrusted file says of itself, read by the sealed decoder, and believed by nobody."""

import json
import logging
import os
from dataclasses import dataclass
from typing import BinaryIO

from casework.evidence.decoder.facts import MOST, NAME, VALUE
from casework.evidence.decoding import as_file, libraries, run_apart

MEMORY, CPU_SECONDS, SECONDS, OUTPUT = 1 << 30, 10, 20.0, 1 << 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Names and values as they stand in the file, cut to a length; `whole`: nothing was left out or unreadable."""

    facts: tuple[tuple[str, str], ...] = ()
    whole: bool = False


def embedded(source: BinaryIO) -> Embedded:
    """Return what a file says of itself. Whatever it is, nothing is raised for what is in it."""
    with as_file(source) as file:
        limits = (MEMORY + os.fstat(file).st_size, CPU_SECONDS, OUTPUT)
        with run_apart("facts", file, SECONDS, *limits, *libraries()) as (output, ended):
            try:
                told = json.loads(output.readline(OUTPUT))
                found = tuple(
                    (str(name)[:NAME], str(value)[: VALUE + 1]) for name, value in told["facts"] if value
                )
                return Embedded(found[:MOST], whole=bool(told["read"]) and len(found) <= MOST)
            except (ValueError, TypeError, KeyError, RecursionError):
                log.warning("the decoder died with %s over what a file says of itself", ended)
                return Embedded()
