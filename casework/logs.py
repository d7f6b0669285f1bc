"""What the log says: lines of JSON on standard error, what happened and where, never what was typed or of whom.

An exception's own message may hold either: a database repeats the row that it refuses. So of an error its kind, its
code and its place are told, and the message is left out.
"""

import logging
import re
import sys
import time
from collections.abc import Iterator
from errno import errorcode
from pathlib import Path
from traceback import extract_tb
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

OURS = "casework"
SELDOM = 60.0  # seconds in which a library says the same thing once
FRAMES = 12  # of an error: enough to find it by
QUERY = re.compile(r"\?[^\s]*")  # of an address: what was searched for is somebody's name


class _Lines(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is at that moment, and a library's same words once a minute.

    What is away, such as Redis, is asked for several times a second, and each time somebody would say so.
    """

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self._said: dict[tuple[str, str], float] = {}

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # an attribute there, kept from the start
        """Standard error."""
        return sys.stderr

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is written."""
        said, now = (record.name.partition(".")[0], str(record.msg)), time.monotonic()
        if said[0] == OURS:
            return True
        if now - self._said.get(said, -SELDOM) < SELDOM:
            return False
        self._said[said] = now
        return True


def prepare() -> None:
    """Let this process and its libraries log lines; once or again."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    root = logging.getLogger()
    if not any(isinstance(each, _Lines) for each in root.handlers):
        root.addHandler(lines())
    logging.getLogger(OURS).setLevel(logging.INFO)


def lines() -> logging.Handler:
    """Return what writes a line for each record, our own or a library's."""
    handler = _Lines()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter()],
            processors=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _without_words,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    return handler


def _without_words(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    line["event"] = QUERY.sub("?…", str(line["event"]))
    found = line.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found is True else found
    if isinstance(error, BaseException):
        line["error"] = [_kind(each) for each in _causes(error)]
        frames = extract_tb(error.__traceback__)[-FRAMES:]
        line["at"] = [f"{'/'.join(Path(at.filename).parts[-3:])}:{at.lineno} {at.name}" for at in frames]
    return line


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> str:
    """Return the kind of an error, with the code that the system or the database gave it."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    code = errorcode.get(getattr(error, "errno", None) or 0) or getattr(error, "sqlstate", None)
    return f"{kind} {code}" if code else kind
