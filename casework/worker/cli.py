"""Commands: flask serve, flask worker …."""

import socket
from contextlib import suppress

import click
from flask import current_app
from flask.cli import with_appcontext

from casework.command_line import RoomGroup
from casework.config import Settings
from casework.database import db
from casework.errors import ConfigurationError
from casework.worker import first_start, leash, services, serving
from casework.worker.tasks import TASKS, run

group = RoomGroup("worker", help="The background worker: run it alone, or do its tasks once.")


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_appcontext
def serve(host: str, port: int) -> None:
    """Start Casework: the web server and the background worker together."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        with serving.listening(host, port) as door:
            services.check(settings)
            first_start.prepare(settings)
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            welcome = [f"Casework is at {address}", *first_start.who_can_sign_in(address), "Ctrl-C stops it."]
            db.session.remove()
            db.engine.dispose()  # the children have connections of their own
            _run(door, settings, welcome)
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


def _run(door: socket.socket, settings: Settings, welcome: list[str]) -> None:
    office = serving.Office()
    office.stop_on_signals()
    try:
        office.children["web server"] = serving.start_web(door, settings.workers)
        office.children["worker"] = serving.start_worker()
        if office.wait_until_it_answers(door):
            click.echo("\n".join(welcome))
        ended = office.watch()
    finally:
        office.stop()
    if ended:
        status = office.children[ended].returncode
        raise click.ClickException(
            f"The {ended} ended by itself (status {status}), so all was stopped. What it said stands above."
        )
    click.echo("Casework has stopped.")


@group.command("run")
@click.option("--leashed", is_flag=True, hidden=True, help="Stop when standard input closes.")
def run_worker(*, leashed: bool) -> None:
    """Do each task when its time comes, until stopped."""
    from casework.worker.queue import consumer

    if leashed:
        leash.hold()
    for task in TASKS:
        if task.at_start:
            with suppress(Exception):  # it was logged; the worker starts all the same
                run(task)
    consumer(current_app._get_current_object()).run()  # type: ignore[attr-defined]  # noqa: SLF001


@group.command("once")
def once() -> None:
    """Do every task once, now."""
    failed = 0
    for task in TASKS:
        try:
            click.echo(f"{task.what}: {run(task)}")
        except Exception as error:  # noqa: BLE001  one that fails must not keep the others from running
            failed += 1
            click.echo(f"{task.what}: failed: {error}", err=True)
    if failed:
        raise click.ClickException(f"{failed} of {len(TASKS)} tasks failed.")
