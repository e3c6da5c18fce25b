"""What the pages show of study lists: the plans as links, and the headings from which a reader makes a list."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from lxml.html import HtmlElement

from cheatsheet.base.links import way_to_root
from cheatsheet.base.markup import parse_piece
from cheatsheet.base.nodes import replace_by
from cheatsheet.base.problems import Problems, did_you_mean, line_of
from cheatsheet.base.source import unread
from cheatsheet.base.titles import split_number
from cheatsheet.content import plans as plans_file
from cheatsheet.content.places import is_unread
from cheatsheet.content.plans import Plan
from cheatsheet.content.read import Content
from cheatsheet.content.reading import time
from cheatsheet.content.redirects import destination
from cheatsheet.pages.headings import Heading
from cheatsheet.pages.study_code import encode

# The text of a comment.
MARK = re.compile(r"plan ([\w-]+)")
PAGE = "study/"
SCRIPT = "assets/javascripts/headings.js"
# Titles that need their page's.
DEPENDENT = ("At a glance", "By verdict")
# Of the ledger only its sections.
DEEPEST = {"claims/": 2}


@dataclass
class StudyLists:
    """The headings of all pages in their order, the plans, and the line of each address in docs/addresses.txt.

    `moved` maps old addresses to the present ones.
    """

    headings: dict[str, Heading] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the pages by their address, without numbers."""
        first = [heading for heading in self.headings.values() if heading.level == 1]
        return {heading.page: split_number(heading.title)[1] for heading in first}

    def name(self, heading: Heading) -> str:
        """The heading's title, with its page's where it says nothing without."""
        title, page = split_number(heading.title)[1], self.titles.get(heading.page, "")
        return f"{page} {title.lower()}" if title in DEPENDENT else title

    def code(self, plan: Plan) -> str:
        """What stands behind `study/?list=`. What is not published yet comes with the next release."""
        return encode([self.numbers[name] for name in plan.addresses if name in self.numbers])

    def minutes(self, addresses: list[str]) -> float:
        """Reading time of these headings."""
        return sum(self.headings[address].minutes for address in addresses)

    def shown(self, page: str, marks: Iterable[str]) -> dict[str, str]:
        """What stands in place of a page's marks: plans as lists on the page of lists, in brief elsewhere."""
        show = self._in_full if page == f"{PAGE}index.html" else self._in_brief
        plans = {plan.id: plan for plan in self.plans}
        found = {mark: plans.get(match[1]) for mark in marks if (match := MARK.fullmatch(mark))}
        return {mark: show(plan, way_to_root(page)) if plan else "" for mark, plan in found.items()}

    def _in_brief(self, plan: Plan, way: str) -> str:
        link = f"{way}{PAGE}?list={self.code(plan)}"
        facts = f"{len(plan.addresses)} items, {time(self.minutes(plan.addresses))}"
        return f'<p>{escape(plan.line)}</p>\n<p><a href="{link}">Open the plan: {facts}</a></p>'

    def _in_full(self, plan: Plan, way: str) -> str:
        link = f"?list={self.code(plan)}"
        lines = [
            f"<p>{escape(plan.line)}</p>",
            f'<p class="page-facts">{len(plan.addresses)} items · {time(self.minutes(plan.addresses))}'
            f'<span class="with-script"> · <a href="{link}">Follow this plan</a></span></p>',
        ]
        for name, addresses in plan.parts.items():
            length = time(self.minutes(addresses))
            lines += [f"<p><strong>{escape(name)}</strong> <small>{length}</small></p>", "<ol>"]
            lines += [self._entry(self.headings[name], way) for name in addresses] + ["</ol>"]
        return "\n".join(lines)

    def _entry(self, heading: Heading, way: str) -> str:
        name, page = self.name(heading), self.titles[heading.page]
        where = "" if name.startswith(page) else f" <small>{escape(page)}</small>"
        return f'<li><a href="{way}{heading.address}">{escape(name)}</a>{where}</li>'

    def script(self) -> str:
        """What list.js reads: a script and not JSON, since a page in a folder cannot fetch."""
        numbers, pages = self.numbers, list(self.titles)
        data = {
            "pages": [{"url": page, "title": title} for page, title in self.titles.items()],
            "headings": [
                [
                    numbers[heading.address],
                    pages.index(heading.page),
                    heading.address.partition("#")[2],
                    self.name(heading),
                    heading.minutes,
                    heading.level,
                ]
                for heading in self.headings.values()
                if heading.address in numbers
            ],
            "moved": [
                [numbers[old], numbers[now]] for old, now in self.moved.items() if now in numbers
            ],
            "plans": [
                {
                    "title": plan.title,
                    "code": self.code(plan),
                    "parts": [
                        [name, sum(address in numbers for address in addresses)]
                        for name, addresses in plan.parts.items()
                    ],
                }
                for plan in self.plans
            ],
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return f"window.studyHeadings={text};\n"


def fill(root: HtmlElement, shown: Mapping[str, str]) -> None:
    """Put what is shown in place of its marks."""
    for comment in root.xpath("//comment()"):
        mark = (comment.text or "").strip()
        if mark in shown:
            replace_by(comment, *parse_piece(shown[mark]))


def collect(content: Content, found: Iterable[Heading], problems: Problems) -> StudyLists:
    """Check the plans against the headings that were found on the pages that can be listed."""
    headings = {
        heading.address: heading
        for heading in found
        if heading.level <= DEEPEST.get(heading.page, 6)
    }
    numbers = {address: number for number, address in enumerate(content.addresses, 1)}
    leads = {old: destination(old, content.redirects, headings) for old in numbers}
    moved = {old: now for old, now in leads.items() if now and now != old}
    plans = [plan for plan in content.plans if _is_whole(plan, headings, problems)]
    return StudyLists(headings, plans, numbers, moved)


def _is_whole(plan: Plan, headings: Mapping[str, Heading], problems: Problems) -> bool:
    """Whether all headings of a plan exist; those that do not are noted."""
    missing = [address for address in dict.fromkeys(plan.addresses) if address not in headings]
    for address in missing:
        if is_unread(address, unread(problems)):
            continue
        cure = did_you_mean(address, headings, "write PAGE/#ID of a heading")
        line = plan.entry.line_of(address)
        problems.add(plans_file.FILE, line, f"there is no heading {address!r}", cure)
    return not missing


def check_marks(content: Content, page: str, marks: Iterable[str], problems: Problems) -> None:
    """Note the marks of a page (its path below docs/) for plans that do not exist."""
    known = {plan.id for plan in content.plans}
    named = [match for mark in marks if (match := MARK.fullmatch(mark)) and match[1] not in known]
    text = content.pages.get(page, "")
    for mark in {match[0]: match for match in named}.values():
        line = line_of(text, f"<!-- {mark[0]}") or line_of(text, mark[0])
        cure = f"name a plan of {plans_file.FILE}: {', '.join(sorted(known)) or 'it has none yet'}"
        problems.add(f"docs/{page}", line, f"there is no plan {mark[1]!r}", cure)
