from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import HeldForm, Officer
from casework.accounts.service import HELD_FOR, hold_form
from casework.database import db, unit_of_work
from casework.worker.cli import group
from casework.worker.tasks import TASKS, Task, run


def held() -> int:
    return db.session.scalar(select(func.count()).select_from(HeldForm)) or 0


def make_old(officer: Officer) -> None:
    hold_form(officer.id, "/somewhere", {"words": ["typed long ago"]})
    with unit_of_work():
        row = db.session.scalars(select(HeldForm)).one()
        row.created_at = clock.now() - HELD_FOR - timedelta(minutes=1)


def test_what_nobody_came_back_for_is_forgotten_and_what_is_fresh_stays(monitoring_officer: Officer) -> None:
    make_old(monitoring_officer)
    hold_form(monitoring_officer.id, "/somewhere", {"words": ["typed just now"]})
    forget = next(task for task in TASKS if task.name == "held-forms")
    assert run(forget) == 1
    assert held() == 1


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_each_task_may_run_twice(app: Flask, task: object, monitoring_officer: Officer) -> None:
    make_old(monitoring_officer)
    run(task)  # type: ignore[arg-type]
    assert run(task) == 0  # type: ignore[arg-type]


@pytest.mark.committed
def test_every_task_can_be_done_by_hand(app: Flask, monitoring_officer: Officer) -> None:
    make_old(monitoring_officer)
    done = app.test_cli_runner().invoke(group, ["once"])
    assert done.exit_code == 0, done.output
    assert all(task.what in done.output for task in TASKS)
    assert held() == 0


def test_a_task_that_is_still_under_way_is_not_begun_by_another_worker(app: Flask) -> None:
    did = list[int]()

    def act() -> int:
        did.append(run(task))  # as another worker would, in the middle of it
        return 1

    task = Task("fictional", "Do something that takes long", {"minute": "*"}, act)
    assert (run(task), did) == (1, [0])
    assert (run(task), did) == (1, [0, 0])
