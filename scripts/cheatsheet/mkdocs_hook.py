"""Where MkDocs meets the pipeline. The only module that knows MkDocs' events; all work is done elsewhere."""

import logging
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cheatsheet import build, notebook_pages, study_lists
from cheatsheet.bundle import bundle
from cheatsheet.faults import Fault
from cheatsheet.ledger import SECTIONS
from cheatsheet.lighten import lighten
from cheatsheet.page_facts import tell_facts
from cheatsheet.pages import last_run
from cheatsheet.permalinks import PermalinkExtension
from cheatsheet.project import write_whole
from cheatsheet.search_index import improve_index
from cheatsheet.thumbnails import SCHEMES, thumbnail, thumbnail_file
from cheatsheet.unfurl import draw_previews, preview

WARNING = re.compile(r"Doc file '(?P<page>[^']+)' contains a(?:n absolute)? link '(?P<link>[^']+)'")


class _Warnings(logging.Handler):
    """MkDocs only logs a link to nowhere; here it is a fault."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno < logging.WARNING or build.current is None:
            return
        match = WARNING.match(message)
        if match:
            fault = build.current.dead_link(match["page"], match["link"])
        else:
            fault = Fault("mkdocs.yml", None, message, "see the message")
        build.current.faults.append(fault)


_warnings = _Warnings()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    state = build.begin(Path(config.config_file_path).parent)
    logger = logging.getLogger("mkdocs")
    if _warnings not in logger.handlers:
        logger.addHandler(_warnings)
    config.markdown_extensions += [state.extension, PermalinkExtension()]
    config.edit_uri = config.edit_uri if config.repo_url else None
    config.extra["built"] = build.provenance(state.project)
    # It takes a relative folder from where the command was called: two builds would delete each other's files.
    jupyter = config.plugins["mkdocs-jupyter"].config
    jupyter["cache_dir"] = str(state.project.root / jupyter["cache_dir"])
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the executed notebooks, the thumbnails of their figures, and the preview images."""
    state = build.current
    kept = str(state.project.cache)
    for target in draw_previews(state, config.site_name):
        files.append(File(target, kept, config.site_dir, config.use_directory_urls))
    for address, result in state.results.items():
        source = result.notebook.relative_to(state.project.cache)
        files.append(
            File(str(source), str(state.project.cache), config.site_dir, config.use_directory_urls)
        )
        for figure, drawn in result.figures.items():
            for scheme in SCHEMES:
                target = thumbnail_file(address, figure, scheme)
                write_whole(state.project.cache / target, thumbnail(drawn["svg"], scheme))
                files.append(
                    File(
                        target, str(state.project.cache), config.site_dir, config.use_directory_urls
                    )
                )
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    prefix = _prefix(page)
    path = f"docs/{page.file.src_uri}"
    build.current.open_page(path, Path(page.file.abs_src_path).read_text("utf-8"), prefix)
    build.current.markdown[path] = build.current.fill(markdown, prefix)
    return build.current.markdown[path]


def _prefix(page: Page) -> str:
    """The way from a page to the site's root: '' or '../' for each folder."""
    return "../" * page.url.count("/") if page.url != "./" else ""


def _example(page: Page) -> str | None:
    """Address of the example that a page shows, or None."""
    uri = page.file.src_uri
    return uri.removeprefix("examples/").removesuffix(".ipynb") if uri.endswith(".ipynb") else None


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    state, address = build.current, _example(page)
    if address is None:
        return tell_facts(html) if page.file.name in SECTIONS[1:] else html
    result = state.results[address]
    page.title = result.title
    page.meta.update(
        description=result.question, search={"exclude": True}, hide=["toc"], example=address
    )
    page.toc = TableOfContents([])
    return notebook_pages.native(html, result, state.alts.get(address, {}))


def on_env(env, config: MkDocsConfig, files: Files):
    """All pages are converted now: the examples' pages can say who quotes them, and plans how long they take."""
    state = build.current
    pages = {file.src_uri: file.page for file in files.documentation_pages()}
    listed = [pages[uri] for slug in (*SECTIONS[1:], "claims") if (uri := f"{slug}.md") in pages]
    contents = {page.url: page.content for page in listed}
    state.study, faults = study_lists.collect(state.project, contents)
    state.faults.extend(faults)
    for page in pages.values():
        page.content = state.study.fill(page.content, page.url)
    for file in files.documentation_pages():
        address = _example(file.page)
        slug = address.partition("/")[0] if address else file.page.file.name
        title = file.page.title if address or slug != "index" else config.site_name
        file.page.meta["preview"] = preview(state, slug, title, config.site_name)
        if address is None:
            file.page.meta["ran"] = state.last_run(file.page.file.name)
        else:
            file.page.meta["ran"] = last_run([state.results[address]])
            users = [(section.title, section.url) for section in state.users(address)]
            file.page.content += notebook_pages.foot(address, state.results[address], users)
    return env


@event_priority(90)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    address = _example(page)
    path = f"examples/{address}.py" if address else f"docs/{page.file.src_uri}"
    text = (build.current.project.root / path).read_text("utf-8")
    return build.current.render_formulas(output, path, text)


def on_post_build(config: MkDocsConfig) -> None:
    state, site = build.current, Path(config.site_dir)
    for address, result in state.results.items():
        folder = site / "examples" / address
        name = folder.name
        write_whole(folder / f"{name}.ipynb", result.notebook.read_bytes())
        write_whole(folder / f"{name}.py", (state.project.examples / f"{address}.py").read_bytes())
    state.faults.extend(bundle(site / "assets/javascripts"))
    write_whole(site / "assets/javascripts/headings.js", state.study.script())
    improve_index(site / "search/search_index.json", state.terms, state.formulas.words)
    if not state.faults:
        state.faults.extend(lighten(site, state.project.cache / "light"))
        state.faults.extend(build.check(state, site))
    state.formulas.close()


def on_build_error(error: Exception) -> None:
    """An open V8 context would keep the process from ending."""
    if build.current:
        build.current.formulas.close()
