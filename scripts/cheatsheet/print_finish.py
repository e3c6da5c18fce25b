"""Finish a printed PDF: title and dates, outline, exact tags, and the same bytes for the same pages."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from cheatsheet.print_base import Document, Heading
from cheatsheet.print_pages import Printed
from cheatsheet.print_tags import mend_tags, tagged_drawings

PAINTING = set(b"f f* F S s B B* b b* Tj TJ Do sh".split())  # operators


def finish(printed: Printed, document: Document, epoch: int) -> bytes:
    """The PDF as it is published; `epoch` (seconds) becomes its date."""
    source = document.source
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        _describe(pdf, document.title, source.author, source.description, source.language, epoch)
        _outline(pdf, document.headings)
        mend_tags(pdf)
        _describe_links(pdf, printed.pages)
        _mark_artifacts(pdf)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True,
                 object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
    return out.getvalue()


def _describe(pdf: Pdf, title: str, author: str, subject: str, language: str, epoch: int) -> None:
    date = datetime.fromtimestamp(epoch, UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    told = {"/Title": title, "/Author": author, "/Subject": subject, "/CreationDate": date, "/ModDate": date,
            "/Creator": "scripts/build --pdf", "/Producer": "Skia/PDF, pikepdf"}  # fmt: skip
    for key, value in told.items():
        pdf.docinfo[key] = value
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata.load_from_docinfo(pdf.docinfo)
        metadata["dc:language"] = {language}
    pdf.Root.Lang = String(language)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for page in pdf.pages:
        page.Tabs = Name.S


def _outline(pdf: Pdf, headings: list[Heading]) -> None:
    """Nested by level; every entry leads to the place of its heading."""
    named = {str(name)[1:]: target for name, target in pdf.Root.get("/Dests", {}).items()}
    with pdf.open_outline() as outline:
        outline.root.clear()
        path: list[OutlineItem] = []
        for heading in headings:
            item = OutlineItem(heading.text, destination=Array(list(named[heading.id])))
            item.is_closed = True
            del path[heading.level - 1 :]
            (path[-1].children if path else outline.root).append(item)
            path.append(item)


def _mark_artifacts(pdf: Pdf) -> None:
    """Running heads and backgrounds are no part of the text: what Chromium left unmarked becomes an artifact.

    It writes one operator a line and text as hexadecimal, so that lines can be told apart without a parser.
    """
    for page in pdf.pages:
        lines: list[bytes] = []
        run: list[bytes] = []
        depth = 0
        whole = {f"{name} Do".encode() for name in tagged_drawings(page.obj)}
        for line in page.Contents.read_bytes().split(b"\n"):
            starts, ends = line.endswith((b"BDC", b"BMC")), line == b"EMC"
            if not depth and (starts or line in whole):
                lines += _artifact(run)
                run = []
            depth += starts - ends
            (lines if depth or ends or line in whole else run).append(line)
        page.Contents = pdf.make_stream(b"\n".join(lines + _artifact(run)))


def _artifact(run: list[bytes]) -> list[bytes]:
    paints = any(line.rpartition(b" ")[2] in PAINTING for line in run)
    return [b"/Artifact BMC", *run, b"EMC"] if paints else run


def _describe_links(pdf: Pdf, pages: dict[str, int]) -> None:
    """Each link says where it leads, for those who cannot see its text."""
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if "/A" in link and "/URI" in link.A:
                link.Contents = String(str(link.A.URI))
            elif "/Dest" in link:
                link.Contents = String(f"page {pages.get(str(link.Dest).lstrip('/'), '')}")
