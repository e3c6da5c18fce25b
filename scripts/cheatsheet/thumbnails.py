"""Small copies of figures for overviews: no text, colours of one scheme, to be shown as an image."""

import re

from cheatsheet.palette import PALETTE

TEXT = re.compile(r"<text\b.*?</text>", re.S)
BACKING = re.compile(
    r'<path d="M[^"]*z" style="fill:var\(--fig-paper,[^"]*\)"/>'
)  # keeps lines off a text
VARIABLE = re.compile(r"var\(--fig-(\w+),[^)]*\)")
SCHEMES = ("light", "dark")


def thumbnail(svg: str, scheme: str) -> str:
    """The drawing alone in the colours of `light` or `dark`; at thumbnail size no text can be read."""
    column = 1 + SCHEMES.index(scheme)
    return VARIABLE.sub(lambda match: PALETTE[match[1]][column], BACKING.sub("", TEXT.sub("", svg)))


def thumbnail_file(address: str, figure: str, scheme: str) -> str:
    """Where the site keeps it."""
    return f"assets/thumbnails/{address.replace('/', '-')}-{figure}-{scheme}.svg"
