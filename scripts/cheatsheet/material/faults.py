"""What MkDocs would stop at or make up, said as problems: a configuration of another form, a page that cannot be converted or has no title."""

import traceback
from collections.abc import Callable
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError
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


def note_template(error: Exception, root: Path, problems: Problems) -> bool:
    """Whether a template of the project at `root` is what failed, which is noted where it did."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.filename or "", error.lineno))
    own = [place for place in frames if Path(place[0]).is_relative_to(root / "overrides")]
    if not own:
        return False
    file, line = own[-1]
    what = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    cure = "mend it; Jinja's own documentation says how templates are written"
    if isinstance(error, TemplateNotFound):
        what = f"there is no template {error.name!r}"
        cure = "name one of overrides or of the theme, or delete the line"
    problems.add(Path(file).relative_to(root).as_posix(), line, what, cure)
    return True
