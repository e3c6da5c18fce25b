"""What an e-book is made of, as plain data: one file of text for each chapter."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

# Names the page of the site that a part is from, until its links are resolved.
PAGE = "data-page"


@dataclass(eq=False)
class Chapter:
    """One file of the e-book.

    `kind` says what it is in the vocabulary of EPUB, e.g. `chapter` or `glossary`. `page` is its path in the site; empty
    for what is made of several pages or none.
    """

    file: str
    title: str
    kind: str
    article: HtmlElement
    page: str = ""
    # Whose part it is in the contents, where several chapters are one.
    part: str = ""
    # Ids that the page has and the chapter has not.
    dropped: set[str] = field(default_factory=set)
