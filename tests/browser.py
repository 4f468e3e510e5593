"""A real headless Chromium and a real Streamlit server for tests that draw."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = Path(os.environ.get("WORKBENCH_CHROMIUM", "/usr/bin/chromium"))
# A busy machine may take its time; nothing waits longer than it must.
WAIT = 60_000
expect.set_options(timeout=WAIT)
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_ROOT = Path(__file__).resolve().parent.parent


class Asked(list[str]):
    """Every address a page asked for, in order."""

    def elsewhere(self, home: str) -> list[str]:
        """The addresses that leave the given server; data: and blob: stay inside the page."""
        host = urlsplit(home).netloc
        parts = [(address, urlsplit(address)) for address in self]
        return [a for a, part in parts if part.scheme not in ("data", "blob") and part.netloc != host]


def need_chromium() -> None:
    """Skip where there is no browser, but fail on a build machine, where a skip would hide a hole."""
    if CHROMIUM.exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must draw, and there is no browser at {CHROMIUM}")
    pytest.skip(f"no browser at {CHROMIUM}; set WORKBENCH_CHROMIUM to one")


@contextmanager
def chromium_page(
    size: tuple[int, int] = (1280, 860), dark: bool = False, locale: str = "en-GB"
) -> Iterator[tuple[Page, Asked]]:
    """Open one fresh page, with the list of all addresses it asks for; offline but for this machine."""
    need_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_FLAGS))
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=locale,
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT)
        page = context.new_page()
        asked = Asked()
        context.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda opened: asked.append(opened.url))
        try:
            yield page, asked
        finally:
            context.close()
            browser.close()


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve_streamlit(script: Path, *args: str, env: dict[str, str] | None = None) -> Iterator[str]:
    """Run one Streamlit script on this machine and give its address; it is stopped at the end."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none", *args]
    home = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUNBUFFERED": "1", **(env or {})}
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(command, cwd=_ROOT, env=home, stdout=said, stderr=subprocess.STDOUT)
        try:
            wait_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
            still_running(server)
        except RuntimeError as error:
            said.seek(0)
            raise RuntimeError(f"{error}\n{said.read().decode(errors='replace')[-2000:]}") from error
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def still_running(server: subprocess.Popen[bytes]) -> None:
    """Raise RuntimeError where the server stopped while a test was using it."""
    if server.poll() is not None:
        raise RuntimeError(f"the server stopped while in use, with code {server.returncode}")


def wait_healthy(address: str, server: subprocess.Popen[bytes], seconds: float = 180) -> None:
    """Wait until the address answers, or raise RuntimeError where the server stops or stays silent."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped at once with code {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{address} did not answer within {seconds:g} s")
