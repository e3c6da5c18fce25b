"""Parts of pages that are made from what the project holds: the map of sections, the gallery, the ledger's entries."""

import html
import re
from collections import Counter
from dataclasses import dataclass

from cheatsheet.examples import Result
from cheatsheet.ledger import Claim, Reference
from cheatsheet.thumbnails import SCHEMES, thumbnail_file

VERDICT_NAMES = {
    "correct": "correct",
    "conditions": "correct under conditions",
    "imprecise": "imprecise or dated",
    "wrong": "wrong",
}
SUBSCRIPT = re.compile(r"\\_(?:\\{(.*?)\\}|(\w)(?!\w))")  # in text that is escaped for Markdown
SUPERSCRIPT = re.compile(r"\^(\w)")


@dataclass(frozen=True)
class Section:
    """A section page as overviews show it. `plot` is the address of its most telling figure, FOLDER/NAME#FIGURE.

    `lead` is the sentence under its title, `description` what a search engine is told.
    """

    slug: str
    title: str
    lead: str
    description: str
    plot: str = ""

    @property
    def url(self) -> str:
        return "" if self.slug == "index" else f"{self.slug}/"


def thumbnail_images(address: str, figure: str, prefix: str, alt: str = "") -> str:
    """The small plot, one image a scheme; the theme shows the one that fits."""
    return "".join(
        f'<img class="thumbnail" src="{prefix}{thumbnail_file(address, figure, scheme)}#only-{scheme}" '
        f'alt="{html.escape(alt)}" width="200" height="120" loading="lazy">'
        for scheme in SCHEMES
    )


def section_map(sections: list[Section], prefix: str = "") -> str:
    """The sections as cards: title, one line, one small plot."""
    cards = []
    for section in sections:
        address, _, figure = section.plot.partition("#")
        images = thumbnail_images(address, figure, prefix) if figure else ""
        cards.append(
            f'<li><a class="card" href="{prefix}{section.url}"><span class="card-plot">{images}</span>'
            f'<span class="card-title">{html.escape(section.title)}</span>'
            f'<span class="card-line">{html.escape(section.lead)}</span></a></li>'
        )
    return f'<ul class="cards" data-search-exclude="">{"".join(cards)}</ul>'


def gallery(results: dict[str, Result], sections: list[Section], prefix: str = "") -> str:
    """All examples, section by section, each with its first figure as a thumbnail."""
    parts = []
    for section in sections:
        inside = {
            address: result
            for address, result in results.items()
            if address.startswith(f"{section.slug}/")
        }
        cards = "".join(
            _example_card(address, result, prefix) for address, result in inside.items()
        )
        if cards:
            parts.append(
                f'<h2 id="{section.slug}">{html.escape(section.title)}</h2><ul class="cards">{cards}</ul>'
            )
    return "\n".join(parts)


def _example_card(address: str, result: Result, prefix: str) -> str:
    if result.figures:
        picture = thumbnail_images(address, next(iter(result.figures)), prefix)
    else:
        picture = f'<span class="card-fact">{html.escape(next(iter(result.facts.values())))}</span>'
    return (
        f'<li><a class="card" href="{prefix}examples/{address}/"><span class="card-plot">{picture}</span>'
        f'<span class="card-title">{html.escape(result.title)}</span>'
        f'<span class="card-line">{html.escape(result.question)}</span></a></li>'
    )


def ledger_summary(claims: list[Claim]) -> str:
    """Counts by verdict, what is wrong in its words, and the ids of all, as Markdown."""
    counts = Counter(claim.verdict for claim in claims)
    shown = sum(bool(claim.evidence) for claim in claims)
    lines = [
        f"{len(claims)} statements: "
        + ", ".join(f"{counts[verdict]} {name}" for verdict, name in VERDICT_NAMES.items())
        + f". An example of this build shows {shown} of them.",
        "",
    ]
    wrong = [claim for claim in claims if claim.verdict == "wrong"]
    lines += [f"**Wrong** ({len(wrong)}), so do not repeat:", ""]
    lines += [f"- [{claim.id}](#{claim.id}) “{_said(claim)}”" for claim in wrong] + [""]
    for verdict in ("imprecise", "conditions", "correct"):
        ids = " ".join(f"[{claim.id}](#{claim.id})" for claim in claims if claim.verdict == verdict)
        lines += [
            f"**{VERDICT_NAMES[verdict].capitalize()}** ({counts[verdict]}): {ids}",
            "{ .ids }",
            "",
        ]
    return "\n".join(lines)


def ledger_entries(
    claims: list[Claim],
    references: dict[str, Reference],
    sections: dict[str, Section],
    results: dict[str, Result],
) -> str:
    """All entries as Markdown, in the order of the original."""
    lines: list[str] = []
    last = None
    for claim in claims:
        if claim.section != last:
            last = claim.section
            title = sections[last].title if last != "index" else "0. Title and introduction"
            lines += [f"## {title} {{ #{last} data-section={last} }}", ""]
        lines += _entry(claim, references, results)
    return "\n".join(lines)


def _entry(claim: Claim, references: dict[str, Reference], results: dict[str, Result]) -> list[str]:
    evidence = " · ".join(_evidence_link(address, claim, results) for address in claim.evidence)
    sources = " · ".join(_source(references[key]) for key in claim.sources)
    lines = [
        f"### {claim.id} “{_said(claim)}” {{ #{claim.id} data-section={claim.section} data-verdict={claim.verdict} }}",
        "",
        f"**{VERDICT_NAMES[claim.verdict].capitalize()}.** {claim.right.strip()}",
        f"{{ .verdict .{claim.verdict} }}",
        "",
        '<div class="entry-foot" markdown>',
        "",
        f"- Shown by {evidence}" if evidence else f"- No run shows it: {claim.why_no_run.strip()}",
    ]
    if sources:
        lines.append(f"- Sources: {sources}")
    page, _, fragment = claim.at.partition("#")
    target = f"{page.strip('/') or 'index'}.md" + (f"#{fragment}" if fragment else "")
    lines += [f"- On the site: [{html.escape(claim.at)}]({target})", "", "</div>", ""]
    return lines


def _said(claim: Claim) -> str:
    """The original's words as Markdown, what its formulas lower or raise in its place."""
    text = SUBSCRIPT.sub(lambda match: f"<sub>{match[1] or match[2]}</sub>", _plain(claim.says))
    return SUPERSCRIPT.sub(r"<sup>\1</sup>", text)


def _evidence_link(address: str, claim: Claim, results: dict[str, Result]) -> str:
    """`example:cnn/pooling#kept` as a link that prints the fact, or names the figure where there are several."""
    example, _, item = address.removeprefix("example:").partition("#")
    result = results.get(example)
    if result and item in result.facts:
        return f"{_plain(result.title)}: [{_plain(result.facts[item])}]({address})"
    title = _plain(result.title) if result else example
    plots = [
        other
        for other in claim.evidence
        if result
        and other.startswith(f"example:{example}#")
        and other.partition("#")[2] in result.figures
    ]
    plot = f", the plot “{item}”" if len(plots) > 1 else ", the plot"
    return f"[{title}{plot if item else ''}]({address})"


def _source(reference: Reference) -> str:
    name = f"{reference.authors} {reference.year}"
    link = f" [{reference.link_text}]({reference.link})" if reference.link else ""
    return f"{_plain(name)}, {_plain(reference.title)}{link}"


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    escaped = html.escape(text, quote=False)
    for character in "\\`*_[]{}#$":
        escaped = escaped.replace(character, f"\\{character}")
    return escaped
