"""Compiled templates that are kept between builds: to compile the theme's takes longer than a page."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

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
