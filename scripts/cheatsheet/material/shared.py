"""What every page of a build depends on, and the files of MkDocs: pages that do not stay, and what is published beside them."""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from cheatsheet.base.cache import digest_of, key_of
from cheatsheet.base.named import has_hooks, scripts_of, variables_of
from cheatsheet.base.packages import installed
from cheatsheet.base.source import text_if_file

# Where a page says its title: in its front matter, or in its first heading. Every page shows those of all in the menu.
TITLE = re.compile(r"^(?:# |title:).*", re.M)
KATEX = "assets/katex/katex.min.js"


class PartlyKept(Files):
    """MkDocs converts and writes the pages that this names: those that are not `kept`, unless it `shows_all`."""

    def __init__(self, files: list[File]):
        super().__init__(files)
        self.kept: set[str] = set()
        self.shows_all = False

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
    ) -> Sequence[File]:
        """The pages that are made now."""
        pages = super().documentation_pages(inclusion=inclusion)
        return [file for file in pages if self.shows_all or file.src_uri not in self.kept]

    def copy_static_files(self, *_: Any, **__: Any) -> None:
        """They are written once, when the site is finished."""

    def static(self) -> dict[str, bytes]:
        """The files that are no pages, by their path in the site."""
        return {
            file.dest_uri: file.content_bytes
            for file in self
            if not file.is_documentation_page() and file.inclusion.is_included()
        }


def plain_files(files: Iterable[File], config: MkDocsConfig) -> list[str]:
    """What is published of docs/ and overrides/ beside pages, from the project's root; what a theme brings is not ours."""
    folders = {str(config.docs_dir): "docs", str(config.theme.custom_dir): "overrides"}
    return [
        f"{folders[str(file.src_dir)]}/{file.src_uri}"
        for file in files
        if not file.is_documentation_page()
        and file.inclusion is not InclusionLevel.EXCLUDED
        and str(file.src_dir) in folders
    ]


def shared_inputs(
    config: MkDocsConfig, nav: Navigation, files: Iterable[File], texts: Mapping[str, str]
) -> str:
    """Digest of the code, the templates, hooks and settings, and of the menu; `texts` are those of pages by path below docs/.

    Pages link to sources, so that the names of all of them count; those of examples do not, which nothing links to so.
    """
    root = Path(config.config_file_path).parent
    templates = [path for path in sorted((root / "overrides").rglob("*")) if path.is_file()]
    templates += scripts_of(root)
    written = [texts.get(page.file.src_uri, page.file.src_uri) for page in nav.pages]
    titles = [TITLE.findall(text)[:2] for text in written]
    sources = [file.src_uri for file in files if file.generated_by is None]
    return digest_of(
        key_of("cheatsheet.material.plugin"),
        *installed(),
        *variables_of(root),
        # What hooks make is never kept.
        str(time.time_ns()) if has_hooks(root) else "",
        text_if_file(Path(config.config_file_path)),
        *(path.read_bytes() for path in templates),
        (Path(config.docs_dir) / KATEX).read_bytes(),
        json.dumps([config.site_url, config.repo_url, titles, sources]),
    )
