"""The page of the index: letters with a jump bar, every term and synonym with its places as links."""

from collections import Counter
from html import escape

from cheatsheet.content.terms import Term, Terms, slug


def term_index(terms: Terms, prefix: str = "") -> str:
    """The index as Markdown with HTML inside: a heading a letter, a list of definitions below it."""
    letters: dict[str, list[tuple[str, str]]] = {}
    for term in terms.entries:
        for name in (term.name, *term.also):
            made = _entry(term, terms, prefix) if name == term.name else _synonym(name, term)
            letters.setdefault(letter_of(name), []).append((slug(name), made))
    bar = " ".join(f'<a href="#{_id(letter)}">{letter}</a>' for letter in sorted(letters))
    parts = [f'<nav class="letters" aria-label="Letters">{bar}</nav>', ""]
    for letter, entries in sorted(letters.items()):
        lines = "\n".join(made for _, made in sorted(entries))
        heading = f"## {letter} {{ #{_id(letter)} }}"
        parts += [heading, "", f'<dl class="terms">\n{lines}\n</dl>', ""]
    return "\n".join(parts)


def letter_of(name: str) -> str:
    """The letter under which a name stands: `0–9` for digits."""
    first = slug(name)[0]
    return "0–9" if first.isdigit() else first.upper()


def _id(letter: str) -> str:
    return f"letter-{'0' if letter == '0–9' else letter.lower()}"


def _entry(term: Term, terms: Terms, prefix: str) -> str:
    also = f" {escape(', '.join(term.also))}" if term.also else ""
    links = [
        f'<a href="{prefix}{place.address}">{escape(label)}</a>'
        for place, label in zip(term.places, labels(term), strict=True)
    ]
    related = [terms.by_slug[slug(name)] for name in term.see]
    see = f". See also {', '.join(map(_inner_link, related))}" if related else ""
    means = f"<dd>{escape(term.means)}</dd>\n" if term.means else ""
    return (
        f'<dt id="{term.id}"><b>{escape(term.name)}</b>{also}{_own_link(term.id, term.name)}</dt>\n{means}'
        f'<dd class="places">{" · ".join(links)}{see}</dd>'
    )


def _synonym(name: str, term: Term) -> str:
    return (
        f'<dt id="term-{slug(name)}" class="see">{escape(name)}</dt>\n'
        f'<dd class="places">see {_inner_link(term)}</dd>'
    )


def _own_link(name: str, words: str) -> str:
    """The empty link whose sign the style sheet draws, as in rows and figures."""
    label = f"Link to {escape(words)}"
    return f'<a class="headerlink" href="#{name}" aria-label="{label}" title="{label}"></a>'


def _inner_link(term: Term) -> str:
    return f'<a href="#{term.id}">{escape(term.name)}</a>'


def labels(term: Term) -> list[str]:
    """What the links of an entry say: `Losses: Box losses`; while page or heading stay, only what differs: `plot`."""
    made: list[str] = []
    page, spelled = "", {slug(name) for name in (term.name, *term.also, "")}
    said = spelled
    for place in term.places:
        said = said if place.page == page else spelled
        kind = "" if place.kind in ("heading", "page") else place.kind
        words = place.words if place.kind in ("heading", "table", "claim") else place.part
        if place.kind == "page" or (slug(words) in said and (kind or place.page != page)):
            words = ""
        name = f"{words} ({kind})" if words and kind else words or kind
        if place.page == page:
            made.append(name)
        elif words or not kind:
            made.append(": ".join(filter(None, (place.page, name))))
        else:
            made.append(f"{place.page} ({kind})")
        page, said = place.page, said | {slug(place.part)}
    return _numbered([place.page for place in term.places], made)


def _numbered(pages: list[str], names: list[str]) -> list[str]:
    """No two alike on a page: the second `plot` is `plot 2`."""
    seen = Counter[tuple[str, str]]()
    for index, place in enumerate(zip(pages, list(names), strict=True)):
        seen[place] += 1
        if seen[place] > 1:
            names[index] = f"{place[1]} {seen[place]}"
    return names
