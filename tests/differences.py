"""Which of two folders' files differ, the first of them, and why: where texts part, inside archives and PDFs too."""

from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

# Characters on both sides of the place where texts part.
AROUND = 40
PACKED = {".zip", ".epub"}


def different(one: Path, other: Path) -> list[str]:
    """Paths of the files that only one of two folders has, or that are not the same in both, in order."""
    files = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    ]
    both = files[0] & files[1]
    changed = {name for name in both if (one / name).read_bytes() != (other / name).read_bytes()}
    return sorted((files[0] ^ files[1]) | changed)


def explain(one: Path, other: Path, name: str) -> str:
    """In one line, why a file is not the same in both folders."""
    for folder in (one, other):
        if not (folder / name).is_file():
            return f"{name}: missing in {folder}"
    before, after = (folder.joinpath(name).read_bytes() for folder in (one, other))
    return f"{name}: {_why(Path(name).suffix, before, after)}"


def _why(suffix: str, one: bytes, other: bytes) -> str:
    if suffix in PACKED:
        return _in_archive(one, other)
    return (_in_pdf(one, other) if suffix == ".pdf" else "") or _at_a_place(one, other)


def _in_archive(one: bytes, other: bytes) -> str:
    archives = [ZipFile(BytesIO(data)) for data in (one, other)]
    entries = [archive.infolist() for archive in archives]
    for first, second in zip_longest(*entries):
        names = [entry.filename if entry else "nothing" for entry in (first, second)]
        if names[0] != names[1]:
            return f"{names[0]} stands where the other has {names[1]}"
        parts = [archive.read(names[0]) for archive in archives]
        if parts[0] != parts[1]:
            return f"in {names[0]}: {_why(Path(names[0]).suffix, *parts)}"
        if (first.date_time, first.external_attr) != (second.date_time, second.external_attr):
            return f"{names[0]} has another time or mode"
    return "its files are the same, what stands between them is not"


def _in_pdf(one: bytes, other: bytes) -> str:
    # Only those who print have it.
    import pikepdf

    flat = []
    for data in (one, other):
        out = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.save(out, qdf=True, static_id=True)
        flat.append(out.getvalue())
    return f"unpacked, {_at_a_place(*flat)}" if flat[0] != flat[1] else ""


def _at_a_place(one: bytes, other: bytes) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    place = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    line = one.count(b"\n", 0, place) + 1
    texts = [
        data[max(0, place - AROUND) : place + AROUND].decode("utf-8", "replace")
        for data in (one, other)
    ]
    return f"line {line}, byte {place}: {texts[0]!r} against {texts[1]!r}"
