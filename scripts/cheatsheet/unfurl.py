"""What a chat shows of a link to a page: title, image and what is on it. The template writes the tags.

Each image is drawn once and kept in .cache/previews; it carries the digest of everything that it shows.
"""

import functools
import hashlib
import re
from importlib.metadata import version
from pathlib import Path

from PIL import Image

from cheatsheet.faults import Fault, line_of
from cheatsheet.pages import Build
from cheatsheet.palette import FONTS
from cheatsheet.project import write_whole

HERE = Path(__file__).parent
FOLDER = "previews"  # in the cache and in the site
SITE = "index"  # whose image shows all sections; it also stands for pages that have none


def draw_previews(build: Build, site_name: str) -> list[str]:
    """Draw what is missing below .cache/previews and return all images, e.g. `previews/losses.png`.

    A section page without a plot, or with one that does not exist, is a fault of the build.
    """
    plots = {slug: _plot(build, slug) for slug in build.sections if slug != SITE}
    plots = {slug: svg for slug, svg in plots.items() if svg}
    folder = build.project.cache / FOLDER
    for slug, svg in plots.items():
        try:
            keep(folder / f"{slug}.png", build.sections[slug].title, site_name, svg)
        except ValueError as error:
            build.faults.append(_fault(build, slug, str(error), "name another figure"))
    told = build.sections[SITE].description if SITE in build.sections else ""
    keep(folder / f"{SITE}.png", site_name, told.rpartition(". ")[2], list(plots.values()))
    for path in folder.glob("*"):
        if path.stem not in (*plots, SITE):
            path.unlink()
    return [f"{FOLDER}/{slug}.png" for slug in (SITE, *plots)]


def preview(build: Build, slug: str, title: str, site_name: str) -> dict[str, str]:
    """Title, image and its text alternative for a page that belongs to the section `slug`."""
    section = build.sections.get(slug)
    if section is None or slug == SITE:
        alt = f"{site_name}. Small plots of all sections"
        return {"title": title, "image": f"{FOLDER}/{SITE}.png", "alt": alt}
    address, _, figure = section.plot.partition("#")
    alt = build.alts.get(address, {}).get(figure, "")
    name = re.sub(r"^\d+\. ", "", section.title)
    alt = f"{name}. {alt}" if alt else name
    return {"title": title, "image": f"{FOLDER}/{slug}.png", "alt": alt}


def _plot(build: Build, slug: str) -> str | None:
    """The SVG that a section page names; None, with the fault noted, where there is none."""
    told = build.sections[slug].plot
    address, _, figure = told.partition("#")
    if address in build.evidence.failed:
        return None
    result = build.results.get(address)
    if result and figure in result.figures:
        return result.figures[figure]["svg"]
    what = f"there is no figure {told!r}" if told else "the page names no plot for its preview"
    cure = "write `plot: FOLDER/NAME#FIGURE`, the most telling one, between the lines `---` on top"
    build.faults.append(_fault(build, slug, what, cure))
    return None


def _fault(build: Build, slug: str, what: str, cure: str) -> Fault:
    text = (build.project.docs / f"{slug}.md").read_text("utf-8")
    return Fault(f"docs/{slug}.md", line_of(text, "plot:") or 1, what, cure)


def keep(path: Path, *shows: str | list[str]) -> None:
    """Have at `path` the image of what `previews.picture` is to show."""
    key = hashlib.sha256(f"{_inputs()}{shows!r}".encode()).hexdigest()
    if not _kept(path, key):
        from cheatsheet.previews import picture  # and with it matplotlib, which few builds need

        write_whole(path, picture(key, *shows))


def _kept(path: Path, key: str) -> bool:
    try:
        with Image.open(path) as image:
            found = image.info.get("key")
            image.verify()
    except (OSError, SyntaxError):  # missing or damaged
        return False
    return found == key


@functools.cache
def _inputs() -> str:
    """Digest of what all images depend on."""
    digest = hashlib.sha256(f"{version('matplotlib')} {version('pillow')}".encode())
    modules = [HERE / f"{name}.py" for name in ("previews", "drawing", "svg_shapes", "palette")]
    for path in [*modules, *sorted(FONTS.glob("*.ttf"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
