"""Where MkDocs meets the pipeline: its events. All work is done elsewhere."""

import logging
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from cheatsheet.base.cache import Cache
from cheatsheet.base.links import way_to_root
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import provenance
from cheatsheet.base.vocabulary import HOME, section_of
from cheatsheet.content.read import Content
from cheatsheet.look.palette import SCHEMES, colour
from cheatsheet.markdown.permalinks import Permalinks
from cheatsheet.material.alone import read_alone, write_alone
from cheatsheet.material.example_pages import (
    example_of,
    file_for,
    say_as_text,
    show_foot,
    show_notebook,
)
from cheatsheet.material.faults import check_title, go_on
from cheatsheet.material.finish import finish
from cheatsheet.material.kept import Record
from cheatsheet.material.progress import announce
from cheatsheet.material.render import Rendered
from cheatsheet.material.settings import check_words
from cheatsheet.material.shared import PartlyKept, plain_files, shared_inputs
from cheatsheet.material.templates import lighten
from cheatsheet.material.warnings import Warnings
from cheatsheet.pages.model import Pages, last_run
from cheatsheet.pages.published_files import check_published
from cheatsheet.pages.social_card import describe_card
from cheatsheet.site.model import Site
from cheatsheet.site.output import NOTHING, Output

# What the theme prints as it stands.
SAID = ("title", "description")
# Also behind the search, which writes its index when the build is done.
BEHIND_ALL = -100


class Options(Config):
    """None: what there is to choose stands in the files that the project holds."""


class CheatsheetPlugin(BasePlugin[Options]):
    """`plugins: [cheatsheet]`. Whoever calls MkDocs hands it what was read; alone, it reads that and finishes the site."""

    def __init__(self) -> None:
        self.given: tuple[Content, Problems] | None = None
        self.site: Site | None = None
        self.warnings: logging.Handler | None = None
        self.before = NOTHING

    def take(self, content: Content, problems: Problems, before: Output) -> None:
        """Use these; then the finished site is left in `site` and not written. `before` is what was written last."""
        self.given, self.before = (content, problems), before

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have everything that pages are made of."""
        root = Path(config.config_file_path).parent.resolve()
        content, problems = self.given or read_alone(config, root)
        self.pages = Pages(content, problems)
        check_words(config, self.pages)
        self.kept = content.project.cache / "mkdocs-kept"
        self.warnings = Warnings(self.pages)
        logging.getLogger("mkdocs").addHandler(self.warnings)
        lighten(config.theme, Cache(content.project.cache / "templates"), root, problems)
        extensions: list[Any] = [self.pages.evidence, Permalinks()]
        config.markdown_extensions += extensions
        config.edit_uri = config.edit_uri if config.repo_url else None
        self.built = provenance(content.project)
        config.extra["paper"] = {scheme: colour("paper", scheme) for scheme in SCHEMES}
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a page for each example; its body comes from the executed notebook."""
        for file in files.documentation_pages():
            if not file.src_uri.endswith(".md"):
                files.remove(file)  # a problem already
        root = self.pages.content.project.root
        check_published(root, plain_files(files, config), self.pages.problems)
        for address in self.pages.content.results:
            files.append(file_for(address, config))
        self.files = PartlyKept(list(files))
        return self.files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave alone the pages that need not be made again."""
        folder = Path(config.site_dir)
        cache = Cache(folder.with_name(f"{folder.name}-kept") if self.given else self.kept)
        texts = self.pages.content.pages
        shared = shared_inputs(config, nav, files.documentation_pages(), texts)
        self.rendered = Rendered(self.pages, cache, shared, config.site_name)
        for file in files.documentation_pages():
            page = file.page or Page(None, file, config)
            record = self._look_up(file, page)
            if record is not None:
                page.title = record.title
                page.present_anchor_ids = set(record.facts.ids)
                self.files.kept.add(file.src_uri)
        announce(self.rendered.fresh)
        return nav

    def _look_up(self, file: File, page: Page) -> Record | None:
        address = example_of(page)
        if address is not None:
            return self.rendered.look_up_example(file.dest_uri, address)
        text = self.pages.content.pages.get(file.src_uri)
        source = file.content_string if text is None else text
        return self.rendered.look_up(file.dest_uri, file.src_uri.removesuffix(".md"), source)

    def on_pre_template(
        self, template: Template, *, template_name: str, config: MkDocsConfig
    ) -> Template:
        """Templates, as that of the sitemap, see all pages."""
        self.files.shows_all = True
        return template

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """From now on the other events see again what is made anew."""
        self.files.shows_all = False
        return output

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The text that was read and checked; an empty one for a page that is none."""
        return self.pages.content.pages.get(page.file.src_uri)

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the made parts in, and say which page is converted next."""
        if example_of(page):
            return markdown
        way = way_to_root(page.file.dest_uri)
        say_as_text(page, **{name: page.meta[name] for name in SAID if name in page.meta})
        go_on(page, f"docs/{page.file.src_uri}", self.pages.problems)
        return self.pages.open_page(f"docs/{page.file.src_uri}", markdown, way)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the notebook into an example's page."""
        address = example_of(page)
        if address is None:
            check_title(page, html, self.pages.problems)
            self.rendered.converted(page.file.dest_uri, str(page.title))
            return html
        return show_notebook(page, address, self.pages.content)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """All pages are converted now; tell them what their templates show."""
        content = self.pages.content
        for page in (file.page for file in files.documentation_pages() if file.page):
            address = example_of(page)
            own = page.file.src_uri.removesuffix(".md")
            slug = address.partition("/")[0] if address else section_of(own)
            title = page.title if address or slug != HOME else config.site_name
            page.meta["card"] = describe_card(content, slug, str(title), config.site_name)
            if address is None:
                page.meta["ran"] = self.pages.last_run(own)
            else:
                page.meta["ran"] = last_run([content.results[address]])
                show_foot(page, address, content)
        return env

    @event_priority(BEHIND_ALL)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the site."""
        self._stop_listening()
        folder = Path(config.site_dir)
        written = Site.read(folder)
        for name, data in self.files.static().items():
            if not written.holds(name):
                written.add(name, data)
        finished = partial(
            finish, written, self.rendered, self.built, config.site_name, self.before
        )
        if self.given:
            self.site = finished()
        else:
            write_alone(finished, folder, self.built.date, self.pages.problems)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave no handler behind."""
        self._stop_listening()

    def _stop_listening(self) -> None:
        if self.warnings:
            logging.getLogger("mkdocs").removeHandler(self.warnings)
