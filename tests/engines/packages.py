"""What of Debian's or Ubuntu's packages --engines needs here and does not find."""

import shutil
from collections.abc import Callable
from pathlib import Path

FIREFOX = ("firefox-esr", "firefox")
# The window that comes with WebKitGTK, beside its libraries.
WINDOWS = "usr/lib/*/webkit*gtk-*/MiniBrowser"


def firefox() -> str | None:
    """Path of a Firefox."""
    return next(filter(None, map(shutil.which, FIREFOX)), None)


def webkit_window() -> str | None:
    """Path of a window of WebKitGTK."""
    return next(map(str, sorted(Path("/").glob(WINDOWS))), None)


NEEDED: dict[str, Callable[[], str | None]] = {
    "firefox-esr (on Ubuntu firefox)": firefox,
    "webkit2gtk-driver": lambda: webkit_window() and shutil.which("WebKitWebDriver"),
    "xvfb": lambda: shutil.which("Xvfb"),
}


def missing() -> str | None:
    """One sentence that names the packages to install, or None where nothing is missing."""
    names = [name for name, find in NEEDED.items() if not find()]
    if not names:
        return None
    return f"--engines needs Debian's or Ubuntu's {', '.join(names)}: install what is named with apt-get."
