"""What an e-reader reads first: where the package lies, what it holds, in which order, and who made it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from cheatsheet.base.vocabulary import NAME
from cheatsheet.editions.imprint import Imprint

MIMETYPE = b"application/epub+zip"
FOLDER = "EPUB/"
PACKAGE, NAV, NCX = "package.opf", "nav.xhtml", "toc.ncx"
OPF, DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
# What a reader who does not see it, or not in its own form, can rely on.
ACCESS = {
    "schema:accessMode": ("textual", "visual"),
    "schema:accessModeSufficient": ("textual", "textual,visual"),
    "schema:accessibilityFeature": (
        *("alternativeText", "MathML", "describedMath", "tableOfContents", "structuralNavigation"),
        *("readingOrder", "displayTransformability"),
    ),
    "schema:accessibilityHazard": ("none",),
    "schema:accessibilitySummary": (
        "Every plot has a text alternative and every formula is MathML with its TeX as alternative text.",
    ),
}


@dataclass(frozen=True)
class Item:
    """One file of the package; `spine` says whether it is read in order."""

    name: str
    media: str
    properties: str = ""
    spine: bool = False


def identifier(imprint: Imprint) -> str:
    """The same for every version of a site's e-book, so that a reader replaces the old one."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, imprint.address or NAME)}"


def container() -> bytes:
    """META-INF/container.xml."""
    root = etree.Element(f"{{{CONTAINER}}}container", {"version": "1.0"}, nsmap={None: CONTAINER})
    files = etree.SubElement(root, f"{{{CONTAINER}}}rootfiles")
    place = {"full-path": FOLDER + PACKAGE, "media-type": "application/oebps-package+xml"}
    etree.SubElement(files, f"{{{CONTAINER}}}rootfile", place)
    return _xml(root)


def package(imprint: Imprint, items: Iterable[Item], epoch: int) -> bytes:
    """The package document; `epoch` (seconds) is its date."""
    attributes = {"version": "3.0", "unique-identifier": "id"}
    root = etree.Element(f"{{{OPF}}}package", attributes, nsmap={None: OPF})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", imprint.language)
    root.append(_metadata(imprint, epoch))
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{OPF}}}spine", {"toc": _id(NCX)})
    for item in items:
        entry = {"id": _id(item.name), "href": item.name, "media-type": item.media}
        if item.properties:
            entry["properties"] = item.properties
        etree.SubElement(manifest, f"{{{OPF}}}item", entry)
        if item.spine:
            etree.SubElement(spine, f"{{{OPF}}}itemref", {"idref": _id(item.name)})
    return _xml(root)


def _metadata(imprint: Imprint, epoch: int) -> etree._Element:
    moment = datetime.fromtimestamp(epoch, UTC)
    root = etree.Element(f"{{{OPF}}}metadata", nsmap={None: OPF, "dc": DC})
    words = {
        "identifier": identifier(imprint),
        "title": imprint.title,
        "creator": imprint.author,
        "language": imprint.language,
        "description": imprint.description,
        "rights": imprint.licence,
        "source": imprint.address,
        "date": f"{moment:%Y-%m-%d}",
    }
    for name, text in words.items():
        if text:
            made = etree.SubElement(root, f"{{{DC}}}{name}", {"id": "id"} if name == "identifier" else {})  # fmt: skip
            made.text = text
    pairs = [("dcterms:modified", f"{moment:%Y-%m-%dT%H:%M:%SZ}")]
    pairs += [(name, value) for name, values in ACCESS.items() for value in values]
    for name, value in pairs:
        etree.SubElement(root, f"{{{OPF}}}meta", {"property": name}).text = value
    # For readers of EPUB 2.
    etree.SubElement(root, f"{{{OPF}}}meta", {"name": "cover", "content": _id("cover.png")})
    return root


def _id(name: str) -> str:
    return "item-" + name.replace("/", "-").replace(".", "-")


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
