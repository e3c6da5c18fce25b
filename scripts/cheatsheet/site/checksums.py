"""The digests of the downloads in one file beside them, as `sha256sum --check` reads it."""

import hashlib
from collections.abc import Mapping

SUMS = "SHA256SUMS"


def checksums(downloads: Mapping[str, bytes]) -> bytes:
    """A line for each download, by its name below the folder of downloads."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in downloads.items()}
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
