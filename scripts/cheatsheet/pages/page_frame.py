"""What the templates put around the article of a page, and below it."""

import re

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.pages.judged import PrintedLine

HEADINGS = etree.XPath("body//article//*[self::h1 or self::h2 or self::h3]")
# What the template puts below each page, and the day that it names there.
TEMPLATE = "overrides/main.html"
DAY = re.compile(r"(?<=last ran on )\d{1,2} \w+ \d{4}(?=\.)")
FEET = etree.XPath("body//p[@class='page-foot']")
# What a page itself says there, and what is for programs, is none of it.
METAS = etree.XPath(
    "head/meta[@name and not(@name='description' or @name='author' or @name='viewport' or @name='generator'"
    " or @name='theme-color' or starts-with(@name, 'twitter:'))]/@content",
    smart_strings=False,
)
FRAME = etree.XPath(
    "body//text()[normalize-space() and not(ancestor::article or ancestor::script or ancestor::style or ancestor::svg"
    " or ancestor::nav[contains(@class, 'md-nav--secondary')] or ancestor::a[contains(@class, 'md-source')])]"
    " | body//@*[(name()='title' or name()='aria-label' or name()='placeholder') and not(ancestor::article)]",
    smart_strings=False,
)


def has_frame(root: HtmlElement | None) -> bool:
    """Whether a page has what the theme's base gives it; MkDocs writes none at all for a template that prints nothing."""
    return (
        root is not None and root.find("head") is not None and root.find(".//article") is not None
    )


def said_by_template(root: HtmlElement) -> list[PrintedLine]:
    """What the template says in the head and below an article, but for the day on which the examples ran."""
    feet = (DAY.sub("", foot.text_content()) for foot in FEET(root))
    return [PrintedLine(str(words)) for words in (*METAS(root), *feet)]


def frame_of(root: HtmlElement) -> list[PrintedLine]:
    """What stands around the article of a page, but for its own contents and headings."""
    own = {" ".join(heading.text_content().split()).removesuffix("#") for heading in HEADINGS(root)}
    around = [" ".join(str(words).split()) for words in FRAME(root)]
    return [PrintedLine(words) for words in around if words not in own]
