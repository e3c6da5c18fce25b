"""Running heads and backgrounds are no part of the text: what Chromium left unmarked becomes an artifact."""

from pikepdf import Pdf

from cheatsheet.editions.pdf.tags import tagged_drawings

# Operators that show something.
PAINTING = set(b"f f* F S s B B* b b* Tj TJ Do sh".split())


def mark_artifacts(pdf: Pdf) -> None:
    """Mark, in place, all that is painted and belongs to no element."""
    for page in pdf.pages:
        stream = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(marked(stream, list(tagged_drawings(page.obj))))


def marked(stream: bytes, drawings: list[str]) -> bytes:
    """A content stream whose unmarked painting is an artifact; `drawings`, by name, have marks of their own.

    Chromium writes one operator a line and text as hexadecimal, so that lines can be told apart without a parser.
    """
    lines: list[bytes] = []
    unmarked: list[bytes] = []
    depth = 0
    own = {f"{name} Do".encode() for name in drawings}
    for line in stream.split(b"\n"):
        starts, ends = line.endswith((b"BDC", b"BMC")), line == b"EMC"
        if not depth and (starts or line in own):
            lines += _artifact(unmarked)
            unmarked = []
        depth += starts - ends
        (lines if depth or ends or line in own else unmarked).append(line)
    return b"\n".join(lines + _artifact(unmarked))


def _artifact(lines: list[bytes]) -> list[bytes]:
    paints = any(line.rpartition(b" ")[2] in PAINTING for line in lines)
    return [b"/Artifact BMC", *lines, b"EMC"] if paints else lines
