"""Check the finished pages: links, fragments and ids."""

from collections import Counter
from collections.abc import Iterable

from cheatsheet.base.links import target_of
from cheatsheet.base.problems import Problems, line_of
from cheatsheet.base.project import Project
from cheatsheet.content import claims as ledger
from cheatsheet.content.claims import Claim
from cheatsheet.site.model import UNKNOWN, Site, slug_of

# "__" ids are the theme's own, ":~:" names words, "only-" chooses an image by scheme.
NO_ID = ("__", ":~:", "only-")


def check_links(site: Site, project: Project, problems: Problems) -> None:
    """Note ids that a page has twice and links that lead nowhere."""
    facts = {page: site.facts(page) for page in site.pages}
    known = {page: set(found.ids) for page, found in facts.items()}
    for page, found in facts.items():
        if page == UNKNOWN:
            # Its links start at the root, wherever that is.
            continue
        for name, count in Counter(found.ids).items():
            if count > 1:
                _note(
                    project,
                    page,
                    name,
                    f"the id {name} is used twice",
                    "rename one of them",
                    problems,
                )
        for link in found.links:
            path, fragment = target_of(page, link)
            missing = (
                path in known and fragment not in known[path] and not fragment.startswith(NO_ID)
            )
            if not site.holds(path) or (fragment and missing):
                cure = "mend the page's name or the id after #"
                what = f"the link {link} leads nowhere"
                _note(project, page, fragment or path, what, cure, problems)


def check_claims(site: Site, claims: Iterable[Claim], problems: Problems) -> None:
    """Note claims that do not stand where they say."""
    for claim in claims:
        page, fragment = target_of("index.html", claim.at or ".")
        if page not in site.pages or (fragment and fragment not in site.facts(page).ids):
            what = f"claim {claim.id}: it stands at {claim.at}, which does not exist"
            cure = "write the address of a heading, row or correction: PAGE/#ID"
            problems.add(ledger.FILE, claim.line, what, cure)


def _note(
    project: Project, page: str, needle: str, what: str, cure: str, problems: Problems
) -> None:
    """Name the source where there is one: the page's Markdown and the line that holds `needle`."""
    label = f"docs/{slug_of(page)}.md"
    source = project.root / label
    if source.exists():
        problems.add(label, line_of(source.read_text("utf-8", "replace"), needle), what, cure)
    else:
        problems.add(f"site/{page}", None, what, cure)
