"""What mkdocs-jupyter keeps of rendered notebooks between builds, made safe against builds that were cut off."""

import shutil
from pathlib import Path

from cheatsheet.base.project import write_whole


class JupyterCache:
    """It writes its files in place and takes what it finds: nothing is taken from a build that did not finish."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.whole = folder / "whole"

    def begin(self) -> None:
        """Empty the folder where the last build was cut off, and from now on call this one so."""
        if not self.whole.exists():
            shutil.rmtree(self.folder, ignore_errors=True)
        self.whole.unlink(missing_ok=True)

    def finish(self) -> None:
        """All files are whole."""
        write_whole(self.whole, "")
