"""What only a screen with scripts can use goes from a page's article, whatever the edition."""

from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import HEADINGS, level_of, parent_of, set_text_before, text_before

SCREEN_TAGS = {"script", "button", "form", "input", "label", "template"}
SCREEN_CLASSES = {
    *("headerlink", "md-content__button", "page-foot", "downloads", "offers", "filter", "cards"),
    *("letters", "with-script", "without-script", "own-list", "study-list"),
}

# Around what is too wide for a phone.
SCREEN_BOXES = {"md-typeset__scrollwrap", "md-typeset__table"}


def drop_screen_parts(article: HtmlElement) -> None:
    """Remove what works only on a screen, and images for a dark one."""
    for tag in list(article.iter("*")):
        classes = set(tag.get("class", "").split())
        dark = tag.tag == "img" and tag.get("src", "").endswith("#only-dark")
        if dark or tag.tag in SCREEN_TAGS or classes & SCREEN_CLASSES:
            tag.drop_tree()
        elif classes & SCREEN_BOXES:
            tag.drop_tag()


def drop_empty_headings(article: HtmlElement) -> None:
    """Remove each heading with nothing between it and the next of its level."""
    for heading in list(article.iter(*HEADINGS[1:])):
        following = next(heading.itersiblings("*"), None)
        outermost = parent_of(heading).tag in ("article", "section")
        ends = following is None or (
            following.tag in HEADINGS and level_of(following) <= level_of(heading)
        )
        if outermost and ends:
            heading.drop_tree()


def keep_marks_with_words(article: HtmlElement) -> None:
    """A mark alone on a line, below the text that it is for, would seem to be lost."""
    for mark in article.iter("a"):
        text = text_before(mark) if has_class(mark, "claim") else ""
        if text.strip():
            set_text_before(mark, f"{text.rstrip()}\u00a0")
