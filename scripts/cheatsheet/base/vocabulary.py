"""Words that several rooms share, each written once. The build hands JavaScript its part (`site/scripts.py`)."""

from dataclasses import dataclass

# Of downloads, of what browsers keep.
NAME = "cv-cheatsheet"
# The page in front of all sections.
HOME = "index"
# The page that says in which runs each measured fact holds.
ROBUSTNESS = "robustness"
# Where the site keeps the images that chats show, which no page does.
PREVIEWS = "previews/"
# The term of what this site corrects.
OLD = "old-cheatsheet"
# What became of a statement of the old cheatsheet, the worst last, and how a reader is told.
VERDICTS = {
    "correct": "correct",
    "conditions": "correct under conditions",
    "imprecise": "imprecise or dated",
    "wrong": "wrong",
}
# How hard a question is, the easiest first.
LEVELS = ("screening", "core", "senior")
# Classes of a question and of its parts: what stands behind the answer, what is asked then, the usual mistake.
QUESTIONED, BEHIND, THEN, MISTAKE = "question", "behind", "then", "mistake"
# The folder of the pages of questions, one for each section.
QUESTIONS = "questions/"
# The folder of the whiteboard tasks, below that of the examples.
SCRATCH = "scratch/"
# The part in front of a section, and the headings of the sections whose summary, the old cheatsheet's tables, is not
# that part: what rows of a summary name are terms, while rows further down may be cases of a run.
GLANCE = "at-a-glance"
SUMMARIES = {"system-design": ("framework", "tradeoffs")}
# How a page names a function or a class of a script, where it would name a figure.
LISTING = "def-"
# Parts that many pages have: headings that say nothing without their page's name.
GENERIC = (GLANCE, "follow-ups", "sources")


@dataclass(frozen=True)
class Kind:
    """A kind of id: how such ids begin, what the index of terms calls the place, and what its own link is called."""

    prefix: str
    place: str
    target: str


ROW = Kind("row-", "table", "row")
FORMULA = Kind("eq-", "formula", "formula")
FIGURE = Kind("fig-", "plot", "figure")
CORRECTION = Kind("corrected-", "correction", "correction")
QUESTION = Kind("q-", "question", "question")
KINDS = (ROW, FORMULA, FIGURE, CORRECTION, QUESTION)


def section_of(slug: str) -> str:
    """The section that a page is about, by the name of its source: `losses` of `losses` and of `questions/losses`."""
    return slug.removeprefix(QUESTIONS)


def summary_of(slug: str) -> tuple[str, ...]:
    """Ids of the headings of the second level below which a section's summary stands."""
    return SUMMARIES.get(slug, (GLANCE,))


def kind_of(name: str) -> Kind | None:
    """The kind of an id; None for headings and the like."""
    return next((kind for kind in KINDS if name.startswith(kind.prefix)), None)
