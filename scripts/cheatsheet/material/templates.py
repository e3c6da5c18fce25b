"""The theme's templates: compiled ones are kept between builds, and its 14,500 icons are not listed in each."""

import os
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from cheatsheet.base.cache import Cache, key_of


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
        return key_of("cheatsheet.material.templates", bucket.checksum)


class Loader(FileSystemLoader):
    """Lists no hidden folders, whose files MkDocs would leave out one by one; templates find them still."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for top in map(Path, self.searchpath):
            for folder, folders, files in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                near = Path(folder).relative_to(top)
                found.update((near / name).as_posix() for name in files)
        return sorted(found)


def lighten(theme: Theme, cache: Cache) -> None:
    """Let the theme's templates be compiled once and its icons be found by name alone."""
    make = theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.loader = Loader(theme.dirs)
        environment.bytecode_cache = KeptTemplates(cache)
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]
