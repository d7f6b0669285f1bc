"""The web server's settings, and how a child process learns that the one that started it is gone, however it went.

The parent keeps the writing end of the child's standard input and never writes. When that closes, the parent has
ended, killed ones included, and the child asks itself to stop: nothing is left behind.
"""

import os
import signal
import threading

STANDARD_INPUT = 0
logconfig_dict = {  # gunicorn's own lines are as all others are: see casework.logs
    "disable_existing_loggers": False,
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "handlers": {"lines": {"()": "casework.logs.lines"}},
    "loggers": {
        name: {"level": "WARNING", "handlers": [], "propagate": True}
        for name in ("gunicorn.error", "gunicorn.access")
    },
}


def hold() -> None:
    """End this process, as SIGTERM would, once standard input closes."""
    threading.Thread(target=_wait_for_the_end, name="leash", daemon=True).start()


def when_ready(_server: object) -> None:
    """Hold the web server too: gunicorn calls this in its master process, which stops its workers."""
    hold()


def _wait_for_the_end() -> None:
    while os.read(STANDARD_INPUT, 1):  # not through sys.stdin, whose lock would stand in the way of the exit
        pass
    os.kill(os.getpid(), signal.SIGTERM)
