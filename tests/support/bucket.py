"""A pytest plugin: an S3-compatible object store on the loopback, and an empty bucket in it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests.support.postgres import free_port

BUCKET = "evidence"
KEY = {"aws_access_key_id": "demo", "aws_secret_access_key": "demo"}


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of the object store."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert server.poll() is None, "the object store's test server did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the object store's test server did not answer within 30 seconds")


@pytest.fixture
def raw(endpoint: str) -> Iterator[Any]:
    """The store's own client, with the bucket made."""
    session = boto3.session.Session(**KEY)
    client = session.client("s3", region_name="us-east-1", endpoint_url=endpoint)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=entry["Key"])
    client.delete_bucket(Bucket=BUCKET)
    client.close()
