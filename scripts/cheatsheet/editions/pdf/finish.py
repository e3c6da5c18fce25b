"""Finish a printed PDF: title and dates, outline, exact tags, and the same bytes for the same pages."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String

from cheatsheet.editions.imprint import Imprint
from cheatsheet.editions.pdf.document import Document, Heading
from cheatsheet.editions.pdf.link_areas import join_areas
from cheatsheet.editions.pdf.printed import Printed
from cheatsheet.editions.pdf.reading_order import put_in_order
from cheatsheet.editions.pdf.resources import name_resources
from cheatsheet.editions.pdf.tags import mend_tags


def finish(printed: Printed, document: Document, epoch: int) -> bytes:
    """The PDF as it is published; `epoch` (seconds) becomes its date."""
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        describe(pdf, document.title, document.imprint, epoch)
        write_outline(pdf, document.headings)
        name_resources(pdf)
        join_areas(pdf)
        mend_tags(pdf)
        describe_links(pdf, printed.pages)
        put_in_order(pdf)
        out = BytesIO()
        pdf.save(
            out, deterministic_id=True, compress_streams=True,
            object_stream_mode=ObjectStreamMode.generate,
            progress=lambda percent: None,  # between two steps Python looks whether Ctrl-C was pressed
        )  # fmt: skip
    return out.getvalue()


def describe(pdf: Pdf, title: str, imprint: Imprint, epoch: int) -> None:
    """Say title, author, subject, language and date, and how the document is to be shown."""
    date = datetime.fromtimestamp(epoch, UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = imprint.author
    pdf.docinfo["/Subject"] = imprint.description
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = date
    pdf.docinfo["/Creator"] = "scripts/build --pdf"
    pdf.docinfo["/Producer"] = "Skia/PDF, pikepdf"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata.load_from_docinfo(pdf.docinfo)
        metadata["dc:language"] = {imprint.language}
    pdf.Root.Lang = String(imprint.language)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for page in pdf.pages:
        page.Tabs = Name.S


def write_outline(pdf: Pdf, headings: list[Heading]) -> None:
    """Nested by level; every entry leads to the place of its heading."""
    places = pdf.Root.get("/Dests", Dictionary())
    with pdf.open_outline() as outline:
        outline.root.clear()
        path: list[OutlineItem] = []
        for heading in headings:
            item = OutlineItem(heading.text, destination=Array(list(places[f"/{heading.id}"])))
            item.is_closed = True
            del path[heading.level - 1 :]
            (path[-1].children if path else outline.root).append(item)
            path.append(item)


def describe_links(pdf: Pdf, pages: dict[str, int]) -> None:
    """Each link says where it leads, for those who cannot see its text."""
    for page in pdf.pages:
        for link in page.get("/Annots", Array()):
            if "/A" in link and "/URI" in link.A:
                link.Contents = String(str(link.A.URI))
            elif "/Dest" in link:
                link.Contents = String(f"page {pages.get(str(link.Dest).lstrip('/'), '')}")
