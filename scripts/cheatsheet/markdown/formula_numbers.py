r"""Which numbers a formula may hold: small constants of its structure, and arithmetic, which is evaluated.

`2n + 1` and `x^2` pass, `3 \cdot 64 = 192` is computed. A formula that states a value, `\beta = 0.9`, must be listed.
"""

import ast
import functools
import operator
import re
from collections.abc import Callable

from cheatsheet.markdown.number_rules import masked
from cheatsheet.markdown.numerals import WRITTEN, has_numeral

COMMENT = re.compile(r"(?<!\\)%.*")
# What draws characters that the source does not name, hides some, or puts some over others.
HIDING = re.compile(
    r"\\(?:char|[egx]?def|let|futurelet|(?:re)?newcommand|providecommand|href|url|html\w*|includegraphics|unicode"
    r"|[hv]?phantom|[rlc]lap|math[rlc]lap|smash|raisebox|kern|mkern|mskip|hskip|hspace|color|textcolor|colorbox|fcolorbox"
    r"|verb|tag|cancel|[bx]cancel|sout|mathchoice|rule|tiny|(?:script|footnote|normal)size|small|[lL]arge|LARGE|[hH]uge|(?:display|text|script|scriptscript)style|expandafter|csname|number|romannumeral)(?![a-zA-Z])"
)
WORDS = re.compile(
    r"\\(?:text\w*|mathrm|mathsf|mathbf|mathit|mathtt|operatorname\*?|mbox)\s*\{([^{}]*)\}"
)
# Letters in a row are read as a word.
NAME = re.compile(r"(?<![\\a-zA-Z{])[A-Za-z]{3,}(?!\*?\})")
ROMAN = re.compile(r"(?<![A-Za-z])[IVXLCDM]{2,}(?![A-Za-z])")
GAP = r"(?:\\[,;:!> ]|\\q?quad(?![a-z])|~|\s|[{}])"
LAYOUT = re.compile(r"\\\\\[\d+(?:pt|em|ex)\]")
LETTERED = re.compile(r"\\[a-zA-Z]+|[^\W\d_]")
# Commands that set out or calculate, and stand for no symbol.
SETTING = re.compile(
    r"\\(?:[tdc]?frac|sqrt|cdot|times|div|pm|mp|left|right|[bB]igg?[lr]?|quad|qquad|approx|simeq|neq?|leq?|geq?|lt|gt|to|dots|ldots"
    r"|cdots|begin|end|displaystyle|textstyle)(?![a-zA-Z])"
)
RELATION = re.compile(
    r"=|<|>|\\(?:approx|simeq|sim|equiv|neq?|leq?|geq?|lt|gt|to|in|propto|(?:long)?(?:left|right)arrow)(?![a-zA-Z])|&|\\\\"
    r"|\\q?quad(?![a-z])|[;:]"
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SCRIPT = re.compile(r"[_^]\s*(?:\d(?!\d)|\{[^{}]*\})")
FRACTION = re.compile(r"\\[tdc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
STRUCTURAL = {"0", "1", "2", "3", "4"}
# One number with a letter that reads as its unit.
UNIT = re.compile(rf"{GAP}*[\d.,]+{GAP}*(?:[xXkKMGBTs]|\\times|\\cdot|\\circ|\^\\circ){GAP}*")
MARK = "\ue001"
CURE_LIST = (
    "list the formula in docs/numbers.yml with its reason, or print the number as a checked link"
)


@functools.cache
def fault_of(tex: str) -> tuple[str, str] | None:
    """What is wrong with the numbers of a formula, and the cure; None where nothing is."""
    tex = COMMENT.sub("", tex).strip()
    hidden = HIDING.search(tex)
    if hidden:
        return (
            f"it uses {hidden[0]}, by which other characters show than are written",
            "write it without",
        )
    words = re.sub(rf"{GAP}+", " ", " ".join(WORDS.findall(tex)))
    if WRITTEN.search(words) or ROMAN.search(words) or has_numeral(masked(words, "")):
        return f"its words state a number: {words!r}", CURE_LIST
    tex = NAME.sub(MARK, LAYOUT.sub(r"\\\\", WORDS.sub(MARK, tex)))
    if not has_numeral(tex):
        return None
    if not tex.isascii() and any(map(str.isnumeric, re.sub(r"[\x00-\x7f]", "", tex))):
        return "it holds digits that are no TeX", "write 0 to 9"
    if r"\%" in tex or UNIT.fullmatch(tex) or re.search(rf"\d{GAP}*{MARK}|{MARK}{GAP}*\d", tex):
        return "it states a number with a unit", CURE_LIST
    if not LETTERED.search(SETTING.sub("", tex)) and MARK not in tex:
        return _arithmetic(tex)
    return _structure(tex)


def _structure(tex: str) -> tuple[str, str] | None:
    """A formula with symbols: single digits as indices and powers, constants up to four, sides of zero or one."""
    plain = re.sub(r"\\[tdc]?frac\s*(\d)\s*(\d)", r"(\1)/(\2)", tex)
    for script in SCRIPT.findall(plain):
        if not STRUCTURAL.issuperset(NUMBER.findall(script)):
            return f"it holds {script.strip('^_{}')}", CURE_LIST
    plain = SCRIPT.sub(lambda script: "z" if LETTERED.search(script[0]) else "", plain)
    while FRACTION.search(plain):
        plain = FRACTION.sub(r"(\1)/(\2)", plain)
    if "{,}" in plain:
        return "it holds a number with a comma", CURE_LIST
    # What stands side by side on the page reads as one number.
    for number in NUMBER.findall(re.sub(rf"{GAP}+", "", plain)):
        if not STRUCTURAL.issuperset(number.split(",")):
            return f"it holds {number}", CURE_LIST
    sides = [side for side in RELATION.split(plain) if side.strip()]
    for side in sides:
        bare = re.sub(rf"{GAP}|[()\[\],.]|\\[a-zA-Z]*(?:left|right|[bB]igg?[lr]?)", "", side)
        if bare and not LETTERED.search(SETTING.sub("", bare)) and MARK not in bare:
            if bare not in ("0", "1", "") and has_numeral(bare):
                return f"it states the value {side.strip()}", CURE_LIST
            if bare in ("0", "1") and MARK in tex and len(sides) > 1:
                return f"it states the value {bare} of something in words", CURE_LIST
    return None


OPERATIONS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
EVALUATED = re.compile(r"=|\\approx(?![a-zA-Z])")


def _arithmetic(tex: str) -> tuple[str, str] | None:
    sides, signs = EVALUATED.split(tex), EVALUATED.findall(tex)
    if not signs or not any(
        re.search(r"[-+*/^]|\\(?:cdot|times|div|[td]?frac|sqrt)", side) for side in sides
    ):
        return "it states a number", CURE_LIST
    try:
        values = [_value(side) for side in sides]
    except (ValueError, SyntaxError, ZeroDivisionError, OverflowError, RecursionError, TypeError):
        return "its arithmetic cannot be evaluated", CURE_LIST
    for sign, left, right, side in zip(signs, values, values[1:], sides[1:], strict=False):
        digits = len(side.strip().partition(".")[2]) if sign != "=" else 9
        if abs(left - right) > (
            0.5000001 * 10**-digits if sign != "=" else 1e-9 * max(1.0, abs(left))
        ):
            return f"its arithmetic gives {left:.10g}, not {right:.10g}", "mend the numbers"
    return None


def _value(side: str) -> float:
    """The value of numbers with operators in TeX."""
    text = re.sub(r"\\left|\\right|\\[,;:!> ]|\\q?quad", "", side)
    text = re.sub(r"(?<=\d)(?:,|\{,\})(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\\[td]?frac\s*(\d)\s*(\d)", r"(\1/\2)", text)
    for _ in range(4):
        text = re.sub(r"\\[td]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))", text)
        text = re.sub(
            r"\\sqrt\s*(?:\{([^{}]*)\}|(\d))",
            lambda found: f"(({found[1] or found[2]})**0.5)",
            text,
        )
        text = re.sub(
            r"\^\s*(?:\{([^{}]*)\}|(\d))", lambda found: f"**({found[1] or found[2]})", text
        )
    text = re.sub(r"\\(?:cdot|times)(?![a-zA-Z])", "*", text).replace(r"\div", "/")
    if not re.fullmatch(r"[\d.+\-*/() ]{1,200}", text):
        raise ValueError(side)
    return _reckoned(ast.parse(text.strip(), mode="eval").body)


def _reckoned(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp):
        return OPERATIONS[type(node.op)](_reckoned(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = _reckoned(node.left), _reckoned(node.right)
        if isinstance(node.op, ast.Pow) and abs(right) > 64:
            raise ValueError("too large")
        return OPERATIONS[type(node.op)](left, right)
    raise ValueError("no arithmetic")
