"""Looking into an uploaded Word file in a short-lived process of its own, with limits on memory and time."""

import json
import resource
import subprocess
import sys
from pathlib import Path

from casework.correspondence.templates.word_checks import BROKEN, problems_of_word
from casework.correspondence.workflow import LetterKind

HOME = str(Path(__file__).parents[3])
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from casework.correspondence.templates.apart import main; "
    "main(sys.argv[2])"
)
MEMORY, CPU_SECONDS, SECONDS = 1 << 30, 20, 60
MOST = 20  # problems that one page can say


def problems_apart(content: bytes, kind: LetterKind) -> list[str]:
    """Return what is wrong with a Word file as a template, told by another process; nothing where it can be used."""
    command = [sys.executable, "-I", "-c", START, HOME, kind.value]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={},
            cwd="/",
            check=False,
            start_new_session=True,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else [BROKEN]
    except (subprocess.TimeoutExpired, ValueError):
        found = [BROKEN]
    return [str(each) for each in found][:MOST]


def main(kind: str) -> None:
    """Read a file from the standard input, and say what is wrong with it."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    json.dump(problems_of_word(content, LetterKind.of(kind)), sys.stdout)
