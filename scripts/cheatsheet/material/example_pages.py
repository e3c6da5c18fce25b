"""Pages of examples, as MkDocs has them: without a source, each made of its executed notebook."""

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cheatsheet.content.read import Content
from cheatsheet.pages.example_page import foot, notebook_page

EXAMPLES = "examples/"


def file_for(address: str, config: MkDocsConfig) -> File:
    """A file that MkDocs makes a page of."""
    file = File.generated(config, f"{EXAMPLES}{address}.md", content="")
    file.dest_uri = f"{EXAMPLES}{address}/index.html"
    return file


def example_of(page: Page) -> str | None:
    """Address of the example that a page shows, or None."""
    uri = page.file.src_uri
    return uri.removeprefix(EXAMPLES).removesuffix(".md") if uri.startswith(EXAMPLES) else None


def show_notebook(page: Page, address: str, content: Content) -> str:
    """The body of an example's page, which gets its title and what it says of itself, too."""
    result = content.results[address]
    page.title = escape(result.title)
    page.meta.update(search={"exclude": True}, hide=["toc"], example=address)
    say_as_text(page, description=result.question)
    page.toc = TableOfContents([])
    return notebook_page(address, content)


def show_foot(page: Page, address: str, content: Content) -> None:
    """Put who uses an example, and its facts, below its body."""
    page.content = f"{page.content}{foot(content.examples[address], content.results[address])}"


def say_as_text(page: Page, **said: str) -> None:
    """Let a page say these of itself as text: nothing in them is HTML, also where a template prints them as they are."""
    page.meta.update({name: escape(text) for name, text in said.items()})
