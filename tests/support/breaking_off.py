"""Requests of somebody who goes away before the answer has come, as browsers do."""

import socket
import struct

RESET = struct.pack(
    "ii", 1, 0
)  # SO_LINGER: on, for no seconds; what was not sent yet is forgotten, and the peer told


def break_off(port: int, path: str, *, after: int = 1, reset: bool = True) -> None:
    """Ask the server on the loopback for `path`, read at most `after` bytes of its answer, and go away."""
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        if after:
            connection.recv(after)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
