"""What the pages show of study lists: the plans as links, and the headings from which a reader makes a list."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from cheatsheet.addresses import read_published
from cheatsheet.faults import Fault
from cheatsheet.project import Project
from cheatsheet.redirects import destination, load_redirects
from cheatsheet.study import Heading, Plan, code_of, headings_of, read_plans, time

MARK = re.compile(r"<!-- plan ([\w-]+) -->")
NUMBER = re.compile(r"^\d+\. ")
PAGE = "study/"
DEPENDENT = ("At a glance", "By verdict")  # titles that need their page's
DEEPEST = {"claims/": 2}  # of the ledger only its sections


@dataclass
class StudyLists:
    """The headings of all pages in their order, the plans, and the line of each address in docs/addresses.txt."""

    headings: list[Heading] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)  # old address: the present one

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the pages by their address, without numbers."""
        first = [heading for heading in self.headings if heading.level == 1]
        return {heading.page: NUMBER.sub("", heading.title) for heading in first}

    def name(self, heading: Heading) -> str:
        """The heading's title, with its page's where it says nothing without."""
        title, page = NUMBER.sub("", heading.title), self.titles.get(heading.page, "")
        return f"{page} {title.lower()}" if title in DEPENDENT else title

    def fill(self, html: str, page: str) -> str:
        """Put the plans in place of their marks: as lists on the page of lists, in brief elsewhere."""
        show = self._in_full if page == PAGE else self._in_brief
        shown = {plan.id: show(plan) for plan in self.plans}
        return MARK.sub(lambda match: shown.get(match[1], ""), html)

    def _in_brief(self, plan: Plan) -> str:
        link = f"{PAGE}?list={code_of(plan, self.numbers)}"
        told = f"{len(plan.headings)} items, {time(plan.minutes)}"
        return f'<p>{escape(plan.line)}</p>\n<p><a href="{link}">Open the plan: {told}</a></p>'

    def _in_full(self, plan: Plan) -> str:
        link = f"?list={code_of(plan, self.numbers)}"
        lines = [
            f"<p>{escape(plan.line)}</p>",
            f'<p class="page-facts">{len(plan.headings)} items · {time(plan.minutes)}'
            f'<span class="with-script"> · <a href="{link}">Follow this plan</a></span></p>',
        ]
        for name, headings in plan.parts:
            minutes = time(sum(heading.minutes for heading in headings))
            lines += [f"<p><strong>{escape(name)}</strong> <small>{minutes}</small></p>", "<ol>"]
            lines += [self._entry(heading) for heading in headings] + ["</ol>"]
        return "\n".join(lines)

    def _entry(self, heading: Heading) -> str:
        name, page = self.name(heading), self.titles[heading.page]
        where = "" if name.startswith(page) else f" <small>{escape(page)}</small>"
        return f'<li><a href="../{heading.address}">{escape(name)}</a>{where}</li>'

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
                for heading in self.headings
                if heading.address in numbers
            ],
            "moved": [
                [numbers[old], numbers[now]] for old, now in self.moved.items() if now in numbers
            ],
            "plans": [
                {
                    "title": plan.title,
                    "code": code_of(plan, numbers),
                    "parts": [
                        [name, sum(heading.address in numbers for heading in headings)]
                        for name, headings in plan.parts
                    ],
                }
                for plan in self.plans
            ],
        }
        told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return f"window.studyHeadings={told};\n"


def collect(project: Project, pages: dict[str, str]) -> tuple[StudyLists, list[Fault]]:
    """Read headings and plans. `pages`: the HTML of what can be listed by its address, e.g. `losses/`."""
    headings = list(_listed(pages))
    published, _ = read_published(project)
    numbers = {address: number for number, address in enumerate(published, 1)}
    by_address = {heading.address: heading for heading in headings}
    plans, faults = read_plans(project.docs / "plans.yml", by_address)
    redirects, _ = load_redirects(project)
    leads = {old: destination(old, redirects, set(by_address)) for old in numbers}
    moved = {old: now for old, now in leads.items() if now and now != old}
    return StudyLists(headings, plans, numbers, moved), faults


def _listed(pages: dict[str, str]) -> Iterator[Heading]:
    for page, html in pages.items():
        for heading in headings_of(page, html):
            if heading.level <= DEEPEST.get(page, 6):
                yield heading
