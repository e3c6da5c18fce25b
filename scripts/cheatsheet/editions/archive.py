"""ZIP files whose bytes depend on nothing but what is in them and the time."""

import io
import time
import zipfile


def archive(files: dict[str, bytes], epoch: int, first: str = "") -> bytes:
    """A ZIP with fixed order, times and modes; `epoch` (seconds) becomes the time of its files.

    The file `first` stands in front and is not compressed, as an EPUB wants it.
    """
    # The format knows no earlier time.
    moment = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, moment)
            # Unix, wherever it is made.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            made.writestr(entry, files[name])
    return file.getvalue()
