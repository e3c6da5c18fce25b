"""Pages to measure ours beside, made of the finished site: one with hardly any script, and plain Material."""

import copy
import shutil
import subprocess
import sys
from pathlib import Path

from lxml.html import HtmlElement

from bench.table import Failed
from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.base.nodes import find

# As many as a page of labml.ai's annotated papers has.
ELEMENTS = 2500
LIGHT_STYLE = """body { color: #222; font: 17px/1.6 sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; }
pre { background: #f4f4f4; font: 14px/1.5 monospace; overflow: auto; padding: 1rem; }
table { border-collapse: collapse; font-size: 14px; } td, th { border-top: 1px solid #ddd; padding: .3rem .6rem; }
svg { max-width: 24rem; width: 100%; } .katex-display { overflow: auto hidden; }
a { color: #1d5fa6; } .k, .kn { color: #1d5fa6; } .s2, .mi, .mf { color: #2b7a3d; } .c1 { color: #777; }"""
LIGHT_SCRIPT = """document.addEventListener("click", ({ target }) => target.closest?.("pre")?.classList.toggle("wide"));"""
PLAIN = """site_name: Plain
theme: {name: material, font: false, palette: [
  {media: "(prefers-color-scheme)", toggle: {icon: material/brightness-auto, name: Light}},
  {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/weather-sunny, name: Dark}},
  {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/weather-night, name: System}}],
  features: [content.code.copy, navigation.footer, navigation.top, search.highlight, search.suggest, toc.follow]}
extra_css: [katex/katex.min.css]
plugins: [search]
markdown_extensions: [md_in_html]
"""


def light_page(site: Path, slug: str, folder: Path) -> None:
    """Write a page of `ELEMENTS` elements to `folder`: the text of a section, then code of examples."""
    article = article_of(site / slug / "index.html")
    page = parse_page(
        "<html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<meta name=description content='A page with hardly any script.'><title>Light</title>"
        "<link rel=stylesheet href=katex/katex.min.css></head><body><main></main></body></html>"
    )
    for tag, text in (("style", LIGHT_STYLE), ("script", LIGHT_SCRIPT)):
        part = parse_page(f"<{tag}></{tag}>").find(f".//{tag}")
        part.text = text
        find(page, "head").append(part)
    main = find(page, ".//main")
    main.append(article)
    for path in sorted((site / "examples").glob("*/*/index.html")):
        for code in article_of(path).iter("pre"):
            if sum(1 for _ in page.iter("*")) < ELEMENTS:
                main.append(copy.deepcopy(code))
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(page_text(page), "utf-8")
    shutil.copytree(site / "assets/katex", folder / "katex")


def plain_material(site: Path, slug: str, folder: Path) -> None:
    """Build the theme as it comes, with the text of a section as one of its pages, into `folder`."""
    source = folder.with_name(f"{folder.name}-source")
    docs = source / "docs"
    docs.mkdir(parents=True)
    (source / "mkdocs.yml").write_text(PLAIN, "utf-8")
    shutil.copytree(site / "assets/katex", docs / "katex")
    article = article_of(site / slug / "index.html")
    for made in article.xpath("//*[contains(@class, 'md-typeset__')]"):
        made.drop_tag()
    text = "\n".join(line for line in page_text(article).splitlines() if line.strip())
    # Headings in Markdown make the theme's contents.
    heads = "".join(f"## {head.text_content()}\n\n" for head in article.iter("h2"))
    (docs / "index.md").write_text(f"# Plain\n\n{heads}\n<div>{text}</div>\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        source / "mkdocs.yml",
        "-d",
        folder,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"plain Material does not build: {done.stderr.strip()[-200:]}")


def article_of(path: Path) -> HtmlElement:
    """What a finished page itself says."""
    return find(parse_page(path.read_text("utf-8")), ".//article")
