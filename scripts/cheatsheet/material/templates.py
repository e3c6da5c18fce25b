"""The theme's templates: compiled ones are kept between builds, and its 14,500 icons are not listed in each."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, TemplateNotFound
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems, did_you_mean, line_of
from cheatsheet.base.source import text_if_file

ICONS, DRAWING = ".icons/", ".svg"


class KeptTemplates(BytecodeCache):
    """Each under the digest that Jinja makes of its source and the version of Jinja."""

    def __init__(self, cache: Cache):
        self.cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if there is something for it."""
        compiled = self.cache.read(bucket.key, self._key(bucket))
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        self.cache.write(bucket.key, self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return key_of(__name__, bucket.checksum)


class Loader(FileSystemLoader):
    """Lists no hidden folders, whose files MkDocs would leave out one by one; templates find them still.

    An icon that does not exist is noted in the file of the project at `root` that names it, and left out.
    """

    def __init__(self, folders: Sequence[str], root: Path, problems: Problems):
        super().__init__(folders)
        self.root, self.problems = root, problems

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:
            if not template.startswith(ICONS):
                raise
        self._note(template.removeprefix(ICONS).removesuffix(DRAWING))
        return "", template, lambda: True

    def _note(self, icon: str) -> None:
        path, line = SETTINGS, None
        for named in (self.root / path, *sorted((self.root / "overrides").rglob("*.html"))):
            text = text_if_file(named)
            if line := line_of(text, icon or "social:"):
                path = named.relative_to(self.root).as_posix()
                break
        known = [
            found.relative_to(folder).as_posix().removesuffix(DRAWING)
            for folder in (Path(top, ICONS) for top in self.searchpath)
            for found in folder.rglob(f"*{DRAWING}")
        ]
        what = f"there is no icon {icon!r}"
        self.problems.add(path, line, what, did_you_mean(icon, known, "name one of the theme's"))

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for top in map(Path, self.searchpath):
            for folder, folders, files in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                near = Path(folder).relative_to(top)
                found.update((near / name).as_posix() for name in files)
        return sorted(found)


def lighten(theme: Theme, cache: Cache, root: Path, problems: Problems) -> None:
    """Let the theme's templates be compiled once and its icons be found by name alone; what is missing is noted."""
    make = theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.loader = Loader(theme.dirs, root, problems)
        environment.bytecode_cache = KeptTemplates(cache)
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]
