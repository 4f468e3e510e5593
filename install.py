"""Lays .venv beside this file and installs the workbench into it; `--test` adds what the tests and checks need.

Any Python 3 must be able to read this file, so that one out of range hears a sentence and not a syntax error.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 13)
RANGE = "3.11, 3.12 or 3.13"

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
FAILED = 3

# For each purpose the file that pip installs, and the files that decide what that means.
NEEDED = {
    "use": ("requirements.txt", "pyproject.toml"),
    "tests": ("requirements-test.txt", "requirements.txt", "pyproject.toml"),
}

# What pip says in its many ways, and the sentence a person needs instead.
REASONS = (
    ("No space left", "the disk is full"),
    ("No matching distribution", "the package index did not answer or lacks a package"),
    ("Max retries exceeded", "the package index did not answer"),
    ("timed out", "the package index did not answer in time"),
    ("Connection", "the package index did not answer"),
    ("Permission denied", "this folder may not be written to"),
)


def stop(sentence: str) -> None:
    """End with one sentence."""
    sys.stderr.write(sentence + "\n")
    raise SystemExit(FAILED)


def check_python() -> None:
    """Stop unless this Python can run the workbench."""
    this = ".".join(str(part) for part in sys.version_info[:3])
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            f"The workbench needs Python {RANGE}, and this is Python {this}: "
            "start the same line with one of those, for example python3.12."
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            f"Python {this} here cannot make a virtual environment: on Debian or Ubuntu, "
            "apt install python3-venv, then run the same line again."
        )


def run(command: "list[str]") -> "subprocess.CompletedProcess[str]":
    """Return what a command of our own making said, and how it ended."""
    return subprocess.run(  # noqa: S603 (no shell, and no word of it comes from outside)
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def venv_fits() -> bool:
    """Whether .venv is there, works and has a Python in range."""
    ask = f"import pip, sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return PYTHON.exists() and run([str(PYTHON), "-c", ask]).returncode == 0


def lay_venv() -> None:
    """Make .venv anew unless the one there fits."""
    if venv_fits():
        return
    done = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if done.returncode:
        said = done.stdout.strip().splitlines() or ["nothing"]
        stop(f"The virtual environment .venv could not be made; Python said: {said[-1]}")


def fingerprint(names: "tuple[str, ...]") -> str:
    """Return a hash of all that decides what is installed."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def fetch(requirements: str) -> None:
    """Let pip install a requirements file: its words go into a log, one line of progress to a terminal."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", requirements]
    patient = dict(os.environ, PIP_DEFAULT_TIMEOUT=os.environ.get("PIP_DEFAULT_TIMEOUT", "120"))
    pip = subprocess.Popen(  # noqa: S603 (no shell, and no word of it comes from outside)
        command, cwd=str(ROOT), env=patient, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    found = 0
    with pip, LOG.open("w", encoding="utf-8") as log:
        for line in pip.stdout or ():
            log.write(line)
            found += line.startswith("Collecting ")
            show(f"packages so far: {found}")
    show("")
    if pip.returncode:
        stop(reason())


def show(progress: str) -> None:
    """Write over the line of progress, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + progress)
        sys.stderr.flush()


def reason() -> str:
    """Return the sentence for what pip wrote into the log."""
    said = LOG.read_text(encoding="utf-8", errors="replace")
    known = next((sentence for words, sentence in REASONS if words in said), "pip says why in the log")
    return f"The packages could not be installed: {known}. The log is {LOG}."


def install(purpose: str) -> None:
    """Install what a purpose needs, unless just that is in .venv already."""
    files = NEEDED[purpose]
    ready = VENV / ("ready-for-" + purpose)
    now = fingerprint(files)
    if ready.exists() and ready.read_text() == now:
        return
    sys.stderr.write("Installing the workbench into .venv; the first time takes a minute or two.\n")
    fetch(files[0])
    ready.write_text(now)


def main() -> None:
    """Check Python, lay .venv, install."""
    if sys.argv[1:] not in ([], ["--test"]):
        stop("Say: python3 install.py, or: python3 install.py --test")
    check_python()
    try:
        lay_venv()
        install("tests" if sys.argv[1:] else "use")
    except KeyboardInterrupt:
        stop("\nStopped; the same line goes on from here.")
    except OSError as error:
        stop(f"The workbench could not be installed: {error}.")


if __name__ == "__main__":
    main()
