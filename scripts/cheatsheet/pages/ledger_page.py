"""The page of the ledger as Markdown: a summary by verdict, and all entries with their evidence and sources."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from cheatsheet.base.seal import ATTRIBUTE, MADE
from cheatsheet.base.vocabulary import HOME, VERDICTS
from cheatsheet.content.claims import Claim
from cheatsheet.content.read import Content
from cheatsheet.content.references import UNCONFIRMED, Reference
from cheatsheet.examples.model import Result

# In text that is escaped for Markdown.
SUBSCRIPT = re.compile(r"\\_(?:\\{(.*?)\\}|(\w)(?!\w))")
SUPERSCRIPT = re.compile(r"\^(\w)")


def ledger_summary(claims: Sequence[Claim]) -> str:
    """Counts by verdict, what is wrong in its words, and the ids of all, as Markdown."""
    counts = Counter(claim.verdict for claim in claims)
    shown = sum(bool(claim.evidence) for claim in claims)
    lines = [
        f"{len(claims)} statements: "
        + ", ".join(f"{counts[verdict]} {name}" for verdict, name in VERDICTS.items())
        + f". For {shown} of them an example of this build is evidence.",
        "",
    ]
    wrong = [claim for claim in claims if claim.verdict == "wrong"]
    lines += [f"**Wrong** ({len(wrong)}), so do not repeat:", ""]
    lines += [f"- [{claim.id}](#{claim.id}) “{_said(claim)}”" for claim in wrong] + [""]
    for verdict in [name for name in reversed(VERDICTS) if name != "wrong"]:
        ids = " ".join(f"[{claim.id}](#{claim.id})" for claim in claims if claim.verdict == verdict)
        lines += [
            f"**{VERDICTS[verdict].capitalize()}** ({counts[verdict]}): {ids}",
            "{ .ids }",
            "",
        ]
    return "\n".join(lines)


def ledger_entries(content: Content, seal: str = "") -> str:
    """All entries, in the order of the old cheatsheet; `seal` marks what is quoted from references."""
    lines: list[str] = []
    last = None
    for claim in content.claims.values():
        if claim.section != last:
            last = claim.section
            known = content.sections.get(last)  # none where its page could not be read
            title = "0. Title and introduction" if last == HOME else known.title if known else last
            lines += [f"## {title} {{ #{last} data-section={last} }}", ""]
        lines += _entry(claim, content.references, content.results, seal)
    return "\n".join(lines)


def _entry(
    claim: Claim, references: Mapping[str, Reference], results: Mapping[str, Result], seal: str
) -> list[str]:
    evidence = " · ".join(_evidence_link(address, claim, results) for address in claim.evidence)
    sources = " · ".join(_source(references[key], place) for key, place in claim.sources.items())
    lines = [
        f"### {claim.id} “{_said(claim)}” {{ #{claim.id} data-section={claim.section} data-verdict={claim.verdict} }}",
        "",
        f"**{VERDICTS[claim.verdict].capitalize()}.** {claim.right.strip()}",
        f"{{ .verdict .{claim.verdict} }}",
        "",
        '<div class="entry-foot" markdown>',
        "",
        f"- Evidence: {evidence}" if evidence else f"- No run shows it: {claim.why_no_run.strip()}",
    ]
    if sources:
        marked = f'<span {ATTRIBUTE}="{seal} {MADE}">{sources}</span>' if seal else sources
        lines.append(f"- Sources: {marked}")
    page, _, fragment = claim.at.partition("#")
    target = f"{page.strip('./') or HOME}.md" + (f"#{fragment}" if fragment else "")
    lines += [f"- On the site: [{escape(claim.at)}]({target})", "", "</div>", ""]
    return lines


def _said(claim: Claim) -> str:
    """The old cheatsheet's words as Markdown, what its formulas lower or raise in its place."""
    text = SUBSCRIPT.sub(lambda match: f"<sub>{match[1] or match[2]}</sub>", _plain(claim.says))
    return SUPERSCRIPT.sub(r"<sup>\1</sup>", text)


def _evidence_link(address: str, claim: Claim, results: Mapping[str, Result]) -> str:
    """`example:cnn/pooling#kept` as a link that prints the fact, or names the figure where there are several."""
    example, _, item = address.removeprefix("example:").partition("#")
    result = results.get(example)
    if result and item in result.facts:
        return f"{_plain(result.title)}: [{_plain(result.facts[item].text)}]({address})"
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


def _source(reference: Reference, place: str) -> str:
    link = f" [{reference.link_text}]({reference.link})" if reference.link else ""
    how = "" if reference.is_confirmed else f" ({UNCONFIRMED})"
    return f"{_plain(reference.name)}, {_plain(reference.title)}, {_plain(place)}{link}{how}"


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    escaped = escape(text, quote=False)
    for character in "\\`*_[]{}#$":
        escaped = escaped.replace(character, f"\\{character}")
    return escaped
