"""The queue of the background worker: a SQLite file in the instance folder, or Redis where it is set.

It only keeps time. What there is to do stands in the database, so a lost or doubled signal does no harm.
"""

from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from redis import ConnectionPool

from casework.config import Settings, redis_waits
from casework.worker.tasks import TASKS, Task, run

NAME = "casework"
FILE = "jobs.sqlite3"
WORKERS = 2  # so that mail, words and packs do not wait until twenty pages of a redacted copy are read


def open_queue(settings: Settings) -> Huey:
    """Return the queue that the settings name."""
    if settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, **redis_waits())
        return RedisHuey(NAME, connection_pool=pool, results=False)
    return SqliteHuey(NAME, filename=str(settings.instance / FILE), results=False, fsync=True)


def consumer(app: Flask) -> Consumer:
    """Return the worker that runs every task of `app` when its time has come, until it is told to stop."""
    queue = open_queue(app.config["SETTINGS"])
    for task in TASKS:
        _schedule(queue, app, task)
    return Consumer(queue, workers=WORKERS, graceful_signal="TERM", max_delay=0.5)


def _schedule(queue: Huey, app: Flask, task: Task) -> None:
    def work() -> None:
        with app.app_context():
            run(task)

    queue.periodic_task(crontab(**task.at), name=task.name)(work)
