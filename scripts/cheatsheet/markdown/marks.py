"""Characters that stand in a printed line for what is checked, and for the ends of code and formulas."""

# Characters of private use, which no source may hold: a checked number, what needs no check, the ends of code and
# formulas, a link that is checked and no number, a number of a formula, the id of a claim.
CHECKED, PASSED = "\ue001", "\ue002"
CODE, CODE_END, TEX, TEX_END = "\ue003", "\ue004", "\ue005", "\ue006"
NOTED, NUMBERED, CLAIMED = "\ue007", "\ue008", "\ue009"
LAST = CLAIMED
SHOWN = {
    CODE: "`",
    CODE_END: "`",
    TEX: "$",
    TEX_END: "$",
    **dict.fromkeys([CHECKED, PASSED, NOTED, NUMBERED, CLAIMED], "…"),
}


def readable(line: str) -> str:
    """A line or a part of it for a message."""
    for mark, shown in SHOWN.items():
        line = line.replace(mark, shown)
    return line.strip()
