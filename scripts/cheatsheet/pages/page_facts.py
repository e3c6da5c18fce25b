"""What a reader gets from a section page, told under its lead: minutes, checked numbers, plots, corrections."""

from html import escape

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.markup import element
from cheatsheet.base.nodes import put_after
from cheatsheet.content.reading import minutes, number, words_in
from cheatsheet.content.terms import Term
from cheatsheet.examples.model import COMPUTED, MEASURED

# What a source says or a script sets is no evidence of a run.
CHECKED = etree.XPath(f".//a[@class='checked {COMPUTED}' or @class='checked {MEASURED}']")
PLOTS = etree.XPath(".//figure[@class='plot']")
# The marks of what a reader should not repeat.
CORRECTED = etree.XPath(".//a[@class='claim wrong' or @class='claim imprecise']/@href")


def tell_facts(article: HtmlElement, corrected: Term | None = None) -> None:
    """Put one line about the page under its lead. Sources are not for reading through.

    `corrected` is the term of what the page corrects, which it names here first.
    """
    read = minutes(words_in(article))
    corrections = len(set(CORRECTED(article)))
    old = f" of {_link(corrected)}" if corrected else ""
    counts = [
        (number(read), "minute" if read <= 1 else "minutes", True),
        *(
            (str(count), one if count == 1 else f"{one}s", bool(count))
            for count, one in (
                (len(CHECKED(article)), "checked number"),
                (len(PLOTS(article)), "plot"),
            )
        ),
        (str(corrections), f"correction{'s' * (corrections != 1)}{old}", bool(corrections)),
    ]
    line = " · ".join(f"{count} {name}" for count, name, shown in counts if shown)
    for lead in article.find_class("lead")[:1]:
        put_after(lead, element(f'<p class="page-facts">{line}</p>'))


def _link(term: Term) -> str:
    href, means = f"../terms/#{term.id}", escape(term.means)
    return f'<a class="term" href="{href}" title="{means}">the {term.name.lower()}</a>'
