"""Write the lock files anew, by hash and without an address in them: `python -m tools.lock [--upgrade]`."""

import json
import shutil
import subprocess
import sys

from tools.environment import ROOT, UV, path_of

LOCKS = {  # in this order: the tests run with the very releases that the office runs with
    "runtime": ["pyproject.toml", "--extra=s3"],
    "test": ["pyproject.toml", "--extra=s3", "--group=test", "--group=dev", "--group=setup"],
    "setup": ["--group=setup"],
    "node": ["--group=node"],
}
FORM = ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
ANY_MACHINE = ["--universal", "--python-version=3.11"]


def lock_python(*options: str) -> None:
    """Write requirements/*.txt from pyproject.toml. Raises CalledProcessError."""
    for name, inputs in LOCKS.items():
        bounds = ["--constraints", path_of("runtime")] if name == "test" else []
        command = [str(UV), "pip", "compile", "--quiet", *FORM, *ANY_MACHINE, *options, *inputs, *bounds]
        subprocess.run([*command, "--output-file", path_of(name)], cwd=ROOT, check=True)


def lock_node() -> None:
    """Write package-lock.json from package.json. npm leaves out where from (.npmrc); we, whom to fund."""
    subprocess.run(["npm", "install", "--package-lock-only", "--loglevel=error"], cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


def main(*options: str) -> int:
    """Write every lock. Returns the exit status."""
    lock_python(*options)
    if shutil.which("npm"):
        lock_node()
    else:
        print("Casework: package-lock.json is left as it was: npm is not on PATH.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
