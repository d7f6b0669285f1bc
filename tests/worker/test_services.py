"""What an office on several machines leans on: said in words where it is not there, and missed as little as can be."""

import json
import re
import signal
from http.client import HTTPConnection
from pathlib import Path
from threading import Semaphore
from urllib.parse import urlencode

import pytest
from huey.consumer import Consumer

from casework.config import load_settings
from casework.errors import ConfigurationError
from casework.worker.queue import open_queue
from tests.conftest import application
from tests.support.bucket import BUCKET
from tests.support.client import Browserless
from tests.support.postgres import free_port
from tests.support.redis_server import RedisServer
from tests.worker.test_serve import WAIT, Serving, serving


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("REDIS_URL", "localhost:6379", r"CASEWORK_REDIS_URL must begin with redis://"),
        ("BUCKET_ENDPOINT", "storage.council.example", r"CASEWORK_BUCKET_ENDPOINT must begin with https://"),
    ],
)
def test_an_address_without_its_kind_is_refused_at_the_start(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    bucket = {
        f"CASEWORK_{each}": "x" for each in ("BUCKET", "BUCKET_ENDPOINT", "BUCKET_KEY_ID", "BUCKET_SECRET")
    }
    with pytest.raises(ConfigurationError, match=says):
        load_settings({"CASEWORK_INSTANCE": str(tmp_path), **bucket, f"CASEWORK_{name}": value})


@pytest.mark.parametrize("what", ["database", "Redis", "bucket"])
def test_a_service_that_is_not_there_is_named_and_nobody_is_let_in(
    tmp_path: Path, endpoint: str, what: str
) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    url = f"postgresql+psycopg://office:a-password@{nowhere}/casework" if what == "database" else ""
    more = {
        "database": {},
        "Redis": {"CASEWORK_REDIS_URL": f"redis://:a-password@{nowhere}/0"},
        "bucket": {
            "CASEWORK_BUCKET": f"not-{BUCKET}",
            "CASEWORK_BUCKET_ENDPOINT": endpoint,
            "CASEWORK_BUCKET_KEY_ID": "demo",
            "CASEWORK_BUCKET_SECRET": "a-password",
        },
    }[what]
    with serving(url, tmp_path, more=more) as office:
        said, _ = office.process.communicate(timeout=WAIT)
    assert office.process.returncode == 1
    assert re.search(rf"{what} .*cannot be (reached|used)", said), said
    assert f"CASEWORK_{'BUCKET_ENDPOINT' if what == 'bucket' else f'{what.upper()}_URL'}" in said
    assert "Traceback" not in said
    assert "a-password" not in said


def fail_to_sign_in(office: Serving, times: int) -> list[int]:
    """Try to sign in with a wrong password; return the statuses of the answers."""
    found = []
    for _ in range(times):
        connection = HTTPConnection("127.0.0.1", office.port, timeout=WAIT)
        connection.request("GET", "/sign-in")
        page = connection.getresponse()
        cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.read().decode())
        assert token
        body = urlencode({"csrf_token": token[1], "email": "who@council.example", "password": "wrong"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", "/sign-in", body, headers)
        found.append(connection.getresponse().status)
        connection.close()
    return found


def test_tries_are_counted_together_by_redis_and_without_it_nobody_is_kept_out(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    more = {"CASEWORK_REDIS_URL": redis_server.url, "CASEWORK_WORKERS": "2"}
    with serving("", tmp_path, more=more) as office:
        office.listen_until("Ctrl-C stops it.")
        assert fail_to_sign_in(office, 9) == [*([422] * 8), 429]
        redis_server.stop()
        alone = fail_to_sign_in(
            office, 21
        )  # one of the two has eleven: the one that told it of Redis may not count
        assert alone[:8] == [422] * 8
        assert 429 in alone, "each of the two counts for itself"
        assert office.end(signal.SIGTERM) == 0
    said = "".join(office.said).splitlines()
    lines = [json.loads(line) for line in said if "flask-limiter" in line or "huey" in line]
    assert {"flask-limiter", "huey"} <= {line["logger"].partition(".")[0] for line in lines}
    assert len(lines) < 10, "what is asked for many times a second is said once a minute"


def test_the_worker_goes_on_when_redis_comes_back(tmp_path: Path, redis_server: RedisServer) -> None:
    did = Semaphore(0)
    settings = load_settings({"CASEWORK_INSTANCE": str(tmp_path), "CASEWORK_REDIS_URL": redis_server.url})
    queue = open_queue(settings)
    signal_it = queue.task()(did.release)
    worker = Consumer(queue, workers=1, max_delay=0.1, periodic=False)
    worker._set_signal_handlers = lambda: None  # the test runner has its own
    worker.start()
    try:
        for _ in range(2):
            signal_it()
            assert did.acquire(timeout=WAIT)
            redis_server.stop()
            redis_server.start()
    finally:
        worker.stop(graceful=True)


def test_while_the_database_is_away_a_page_says_so_and_tells_nothing_else(tmp_path: Path) -> None:
    away = f"postgresql+psycopg://office:a-password@127.0.0.1:{free_port()}/casework"
    page = Browserless(application(away, tmp_path)).get("/sign-in", 503)
    assert "not available just now" in page.text
    assert "a-password" not in page.text
