"""What is wrong with the lines that a source prints, by what the project knows: sections, claims, what is listed."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from cheatsheet.base.cache import digest_of
from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems
from cheatsheet.content import claims, numbers
from cheatsheet.content.read import Content
from cheatsheet.markdown.listed_phrases import Listed
from cheatsheet.markdown.marks import PASSED
from cheatsheet.markdown.numerals import has_numeral
from cheatsheet.markdown.printed_line import SUSPECT, faults_in
from cheatsheet.pages.judged import PrintedLine, Source
from cheatsheet.pages.source_lines import place_of

SPACES = re.compile(r"\s+")
# Words as they stand in others: between gaps, brackets and signs of sentences.
AMONG = r"(?:^|(?<=[\s(“])){}(?=[,.;:)”]*(?:\s|$))"
# The ledger's page draws what formulas of the old cheatsheet lower as such, without their braces.
LOWERED = re.compile(r"_\{(.*?)\}")


class Judge:
    """Says what is wrong with the lines of a source."""

    def __init__(self, content: Content):
        self.claims, self.numbers, self.unread = content.claims, content.numbers, content.unread
        self.said = {claim.id: _as_printed(claim.says) for claim in content.claims.values()}
        self.titles = {
            f"{before}{section.number}. {section.name}": section.name
            for section in content.numbered
            for before in ("", "Next: ", "Previous: ")
        }
        # Their own pages are where these are looked at.
        self.examples = [
            result.title for result in content.results.values() if has_numeral(result.title)
        ]

    def digest(self, path: str) -> str:
        """Of all by which a page of this file is judged, other than the page itself."""
        # The home page shows the settings, too.
        listed = [self.numbers.get(name) for name in (path, SETTINGS)]
        phrases = [
            (sorted(each.phrases), sorted(each.in_code), sorted(each.quoted))
            for each in listed
            if each
        ]
        return digest_of(repr(phrases), self._known)

    @cached_property
    def _known(self) -> str:
        return digest_of(repr([self.said, self.titles, self.examples]))

    def look(self, source: Source, listed: Listed, problems: Problems) -> None:
        """Note every fault of a source with its line; a line that is printed in several places is looked at once."""
        judged: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        printed, noted = Counter[tuple[str, str, str]](), set[tuple[str, int | None, str]]()
        for line in source.lines:
            key = SPACES.sub(" ", line.text).strip(), line.what
            if key not in judged:
                judged[key] = (
                    [(line.text, line.what, line.cure)]
                    if line.what
                    else list(self._faults(source, line, listed))
                )
            again = printed[*key, line.part]
            printed[*key, line.part] += 1
            seen = Counter[tuple[str, str]]()
            for words, what, cure in judged[key]:
                path, number = place_of(source, words, line, seen[words, what], again)
                seen[words, what] += 1
                if (path, number, what) not in noted:
                    noted.add((path, number, what))
                    problems.add(path, number, what, cure)

    def _faults(
        self, source: Source, line: PrintedLine, listed: Listed
    ) -> Iterable[tuple[str, str, str]]:
        text = SPACES.sub(" ", line.text).strip()
        if not SUSPECT.search(text) or numbers.FILE in self.unread:
            return ()
        if text in self.titles:
            text = f"{PASSED} {self.titles[text]}"
        for title in self.examples if source.path.startswith("docs/") else ():
            text = re.sub(AMONG.format(re.escape(title)), PASSED, text)
        if source.path == claims.FILE:
            claim = self.claims.get(line.part)
            if text == "0. Title and introduction" or (
                claim and text == f"On the site: {claim.at}"
            ):
                return ()
            if claim and text == f"{claim.id} “{self.said[claim.id]}”":
                text = f"{PASSED}{text[len(claim.id) :]}"
        return faults_in(text, listed, lambda words: self._is_quoted(words, source))

    def is_said(self, phrase: str, source: Source) -> bool:
        """Whether a phrase stands in a statement of the old cheatsheet that the page is about, whatever its capitals."""
        return self._is_among(re.compile(AMONG.format(re.escape(phrase)), re.I), source)

    def _is_quoted(self, words: str, source: Source) -> bool:
        """Whether these words are those of a statement of the old cheatsheet that the page is about."""
        return self._is_among(re.compile(AMONG.format(re.escape(words))), source)

    def _is_among(self, form: re.Pattern[str], source: Source) -> bool:
        return claims.FILE in self.unread or any(
            form.search(said)
            for name, said in self.said.items()
            if source.section in ("", self.claims[name].section)
        )


def _as_printed(says: str) -> str:
    """Words of the old cheatsheet in one line, as the ledger's page prints them."""
    return LOWERED.sub(r"_\1", SPACES.sub(" ", says).strip())
