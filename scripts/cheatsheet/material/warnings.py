"""What MkDocs only logs, as problems of the build."""

import logging
import re

from cheatsheet.base.named import SETTINGS
from cheatsheet.pages.model import Pages

WARNING = re.compile(r"Doc file '(?P<page>[^']+)' contains a(?:n absolute)? link '(?P<link>[^']+)'")


class Warnings(logging.Handler):
    """MkDocs only logs a link to nowhere; here it is a problem."""

    def __init__(self, pages: Pages):
        super().__init__(logging.WARNING)
        self.pages = pages

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        match = WARNING.match(message)
        if match:
            self.pages.note_dead_link(match["page"], match["link"])
        else:
            self.pages.problems.add(SETTINGS, None, message, "see the message")
