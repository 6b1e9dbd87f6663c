"""The browser in which pages are looked at, if the machine has one, and how it is started."""

from __future__ import annotations

import shutil

from tests.trials import COMPLETE

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser(complete: bool) -> str | None:
    """Return the browser, None if there is none; where nothing may be missing a name that does not start."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (NAMES[0] if complete else None)


CHROMIUM = browser(COMPLETE)  # without one its tests are skipped and say so
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",  # so that the frame may look into the pages
    "--window-size=1400,900",
]
