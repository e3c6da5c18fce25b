"""Find a Chromium, or get one where that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = "No Chromium: install Chromium or Chrome with your package manager, or set CHROMIUM to its path."


def find_chromium() -> str | None:
    """`CHROMIUM` if set, else one on the PATH, else what Playwright has installed."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given if shutil.which(given) else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if MACOS.exists():
        return str(MACOS)
    caches = [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    for cache in caches:
        for path in sorted(cache.glob("chromium-*/chrome-*/*")):
            if path.name in ("chrome", "Chromium") and os.access(path, os.X_OK):
                return str(path)
    return None


def install_chromium() -> None:
    """Try Debian's package where that needs no password, else Playwright's own download."""
    if shutil.which("apt-get"):
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "chromium"],
        ):
            try:
                subprocess.run([*prefix, *command], stdout=sys.stderr, check=True, env=environment)
            except (OSError, subprocess.CalledProcessError):
                break
        else:
            return
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False
    )


def main() -> int:
    """Print the path of a Chromium, or say on stderr how to get one."""
    if not find_chromium() and not os.environ.get("CHROMIUM"):
        print("Installing Chromium", file=sys.stderr)
        install_chromium()
    path = find_chromium()
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
