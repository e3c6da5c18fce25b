"""What is printed, as plain data: the pages of the site, before and after they are put together."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cheatsheet.base.markup import words_of
from cheatsheet.base.nodes import find
from cheatsheet.base.titles import split_number
from cheatsheet.editions.gallery import ExampleGroup, asks
from cheatsheet.editions.imprint import Imprint
from cheatsheet.site.model import Site


@dataclass(eq=False)
class PrintPage:
    """One page: its ids and the references inside its drawings begin with `key`, its links are still the site's."""

    # In the site, e.g. cnn/index.html.
    path: str
    key: str
    # A copy, so that the site stays as it is.
    article: HtmlElement
    # Ids that the site has and paper has not.
    unprinted: set[str] = field(default_factory=set)
    # What had to be broken.
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return words_of(find(self.article, ".//h1"))

    @property
    def slug(self) -> str:
        """The page's address below the site's: 'cnn/', or '' for the home page."""
        return self.path.removesuffix("index.html")


@dataclass
class Source:
    """All that is printed, before it is put together: pages by their path, in the order of the navigation."""

    site: Site
    imprint: Imprint
    pages: dict[str, PrintPage] = field(default_factory=dict)
    groups: list[ExampleGroup] = field(default_factory=list)

    def page(self, name: str) -> PrintPage | None:
        """The page of a file of docs/, which is named without its ending."""
        return self.pages.get(f"{name}/index.html")

    @property
    def questions(self) -> list[PrintPage]:
        """The pages of questions, without the list of all."""
        return [page for path, page in self.pages.items() if asks(path)]

    @property
    def sections(self) -> list[PrintPage]:
        """The pages whose titles are numbered, in that order."""
        numbered = [
            (int(number), page)
            for page in self.pages.values()
            if (number := split_number(page.title)[0])
        ]
        return [page for _, page in sorted(numbered, key=lambda pair: pair[0])]
