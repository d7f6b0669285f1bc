"""What becomes Tesseract: a process that bounds itself and gives up the network before the other program begins.

Tesseract opens files of its own, so the folders of the machine stay readable to it; its pictures are our own drawings.
"""

import os
from collections.abc import Sequence

from .child import bound, leave_network

PROCESSES = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}  # more threads are slower, not faster


def main(arguments: Sequence[str]) -> None:
    """Become another program. Arguments: limits of memory, time, output; the program and its own arguments."""
    memory, cpu, output = map(int, arguments[:3])
    bound(memory, cpu, output)
    leave_network()
    os.execve(arguments[3], list(arguments[3:]), PROCESSES)  # noqa: S606  no shell, and a path of our own
