"""In which lines of a page its links stand: written in place, or by a label that is defined elsewhere."""

import re
from collections import defaultdict

FENCED = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1", re.M | re.S)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.S)
DEFINED = re.compile(r"^ {0,3}\[(?P<label>[^\]\n]+)\]:[ \t]*<?(?P<address>[^\s>]+)", re.M)
IN_PLACE = re.compile(r"\]\(\s*<?(?P<address>[^\s)>]+)")
BY_LABEL = re.compile(r"(?<!\\)\[(?P<words>[^\[\]]+)\](?! *[:(])(?:[ \n]?\[(?P<label>[^\[\]]*)\])?")


def lines_of_links(text: str) -> dict[str, list[int]]:
    """Lines of the links to each address, in their order; code holds none."""
    for code in (FENCED, CODE):
        text = code.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    defined = {_label(found["label"]): found["address"] for found in DEFINED.finditer(text)}
    found = [(match.start(), match["address"]) for match in IN_PLACE.finditer(text)]
    if defined:
        text = DEFINED.sub(lambda match: " " * len(match[0]), text)
        for match in BY_LABEL.finditer(text):
            address = defined.get(_label(match["label"] or match["words"]))
            if address:
                found.append((match.start(), address))
    lines: dict[str, list[int]] = defaultdict(list)
    for start, address in sorted(found):
        lines[address].append(text.count("\n", 0, start) + 1)
    return lines


def _label(words: str) -> str:
    return " ".join(words.split()).lower()
