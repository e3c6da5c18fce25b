"""What MkDocs would stop at or make up, said as problems: a configuration of another form, a page that cannot be converted or has no title."""

from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cheatsheet.base.problems import Problems
from cheatsheet.content.page_sources import unsaid
from cheatsheet.material.search_index import LISTS


def go_on(page: Page, label: str, problems: Problems) -> None:
    """Let a page that cannot be converted be a problem of its own, so that the pages behind it are looked at too."""
    render: Callable[[MkDocsConfig, Files], None] = page.render

    def guarded(config: MkDocsConfig, files: Files) -> None:
        try:
            render(config, files)
        except Exception as error:
            said = " ".join(str(error).split())[:200]
            what = f"it cannot be converted: {type(error).__name__}: {said}"
            cure = "take out half of it, and again, until the part is found; lists may be nested too deep"
            problems.add(label, None, what, cure)
            page.content, page.toc = "", TableOfContents([])

    page.render = guarded  # type: ignore[method-assign]


def check_title(page: Page, html: str, problems: Problems) -> None:
    """Note a converted page that says no title: MkDocs would make one of its file's name."""
    # The home page is called as the site is; what is wrong with the title of a list is said elsewhere.
    label = f"docs/{page.file.src_uri}"
    has_title = "<h1" in html or "title" in page.meta or page.is_homepage or page.url in LISTS
    if not has_title and label not in unsaid(problems):
        cure = "begin it with a heading, `# Title { #name }`"
        problems.add(label, 1, "the page has no title", cure)
