"""What a link says once Markdown is done with it, and how a text is written so that it says just that."""

import re
import xml.etree.ElementTree as ET
from html import unescape

from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX, HtmlStash

# Markdown's own marks for escaped characters; entities wait in its stash.
ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
ENTITY = re.compile(r"&#?\w+;")
SPECIAL = re.compile(r"[\\`*_\[\]$]|<(?=[A-Za-z/!?])")


def text_of_link(element: ET.Element, stash: HtmlStash) -> str:
    """The text of an element of Markdown's tree, with the characters that its marks stand for."""

    def entity(match: re.Match[str]) -> str:
        held = str(stash.rawHtmlBlocks[int(match[1])])
        return unescape(held) if ENTITY.fullmatch(held) else match[0]

    text = ESCAPED.sub(lambda match: chr(int(match[1])), "".join(element.itertext()))
    return HTML_PLACEHOLDER_RE.sub(entity, text)


def as_markdown(text: str) -> str:
    """A text as it must be written to come out as it is."""
    return SPECIAL.sub(lambda match: "&lt;" if match[0] == "<" else f"\\{match[0]}", text)
