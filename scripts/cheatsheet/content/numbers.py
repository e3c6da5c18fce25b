"""Numbers that pages print and no run checks, docs/numbers.yml: the words as they stand there, by file and reason."""

from dataclasses import dataclass

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.yaml_file import Entry, read_entries

FILE = "docs/numbers.yml"
FORM = (
    "a mapping of files to reasons, and of each reason to a list of words as the page prints them"
)
# A number that the script behind a page holds, which the build looks up there.
CODE = "code"
# Words of the old cheatsheet.
QUOTED = "quoted"
# The only reasons for which a number needs no check.
REASONS = {
    "definition": "the number is part of what a thing is, or of how a formula is written",
    "set-up": "the sentence chooses it; what follows from it is checked",
    "name": "a name, a version, a date or a key that holds digits",
    "arithmetic": "it follows from the numbers beside it, as a reader can see",
    QUOTED: "words of the old cheatsheet, as docs/claims.yml says them",
    CODE: "the code of the example sets, asserts or computes it",
}


@dataclass(frozen=True)
class ListedNumbers:
    """What is listed for one file: each phrase with its line in docs/numbers.yml, and those with the reasons `code` and
    `quoted`.
    """

    phrases: dict[str, int]
    in_code: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()


def read_numbers(project: Project, problems: Problems) -> dict[str, ListedNumbers]:
    """What is listed by file; a faulty entry is left out and named."""
    found: dict[str, ListedNumbers] = {}
    for entry in read_entries(project.root / FILE, FILE, dict, FORM, problems):
        if entry.key in found:
            problems.add(FILE, entry.line, f"{entry.key} is listed twice", "join the two")
        elif not (project.root / entry.key).is_file():
            problems.add(
                FILE,
                entry.line,
                f"there is no file {entry.key}",
                "mend its path, or delete the entry",
            )
        else:
            found[entry.key] = _listed(entry, problems)
    return found


def _listed(entry: Entry, problems: Problems) -> ListedNumbers:
    phrases: dict[str, int] = {}
    by_reason: dict[str, set[str]] = {reason: set() for reason in REASONS}
    if not isinstance(entry.value, dict):
        problems.add(FILE, entry.line, f"{entry.key} is no mapping", FORM)
        return ListedNumbers(phrases)
    for reason, listed in entry.value.items():
        if reason not in REASONS:
            cure = "one of " + "; ".join(f"{name}: {why}" for name, why in REASONS.items())
            problems.add(FILE, entry.line_of(str(reason)), f"the reason is {reason!r}", cure)
            continue
        for phrase in listed if isinstance(listed, list) else [listed]:
            if not isinstance(phrase, str) or not phrase.strip():
                what = f"{entry.key} lists {phrase!r}"
                problems.add(FILE, entry.line, what, "write a text, in quotes")
            elif phrase in phrases:
                what = f"{phrase!r} is listed twice for {entry.key}"
                problems.add(FILE, entry.line_of(phrase), what, "keep one")
            else:
                phrases[phrase] = entry.line_of(phrase)
                by_reason[reason].add(phrase)
    return ListedNumbers(phrases, frozenset(by_reason[CODE]), frozenset(by_reason[QUOTED]))
