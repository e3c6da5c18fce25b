"""KaTeX's MathML as engines draw it that know no more than MathML Core: letters of other alphabets, room around functions."""

import unicodedata

from lxml.html import HtmlElement

from cheatsheet.base.nodes import new_element

# How Unicode names the alphabets of `mathvariant`; the older letters have no MATHEMATICAL in their names.
ALPHABETS = {"double-struck": "DOUBLE-STRUCK", "script": "SCRIPT", "fraktur": "FRAKTUR"}
# Stands, unseen, between a function and its argument.
APPLY = "\u2061"
# As wide as in TeX, in the unit of a letter's size.
THIN = "0.1667em"
BARS = ("∣", "∥")


def adapt(math: HtmlElement) -> None:
    """Change a formula in place."""
    join_words(math)
    use_letters(math)
    space_functions(math)
    close_bars(math)


def join_words(math: HtmlElement) -> None:
    """An operator in letters, as of remainders, is one text: KaTeX writes a row into it, which MathML does not allow."""
    for tag in math.iter("mo"):
        if len(tag):
            words = str(tag.text_content())
            for inner in list(tag):
                tag.remove(inner)
            tag.text = words


def use_letters(math: HtmlElement) -> None:
    """Letters of other alphabets as characters of their own; what has none stays as it is."""
    for tag in math.iter("mi", "mn", "mo", "mtext"):
        alphabet = ALPHABETS.get(tag.get("mathvariant", ""))
        letters = [_letter(sign, alphabet) for sign in tag.text or ""] if alphabet else []
        if letters and all(letters):
            tag.text = "".join(letters)
            # A letter alone would be slanted once more.
            tag.set("mathvariant", "normal")


def _letter(sign: str, alphabet: str | None) -> str:
    """The character of an alphabet for a letter or a digit; empty where there is none."""
    if sign.isdigit():
        word = unicodedata.name(sign)
    else:
        word = f"{'SMALL' if sign.islower() else 'CAPITAL'} {sign.upper()}"
    for name in (f"MATHEMATICAL {alphabet} {word}", f"{alphabet} {word}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return ""


def space_functions(math: HtmlElement) -> None:
    """A thin space around the name of a function, as in `y log p`, but not beside an operator or a bracket."""
    for mark in [tag for tag in math.iter("mo") if tag.text == APPLY]:
        name, argument = mark.getprevious(), mark.getnext()
        if argument is not None and not _is_operator(argument):
            mark.addnext(new_element("mspace", {"width": THIN}))
        before = None if name is None else name.getprevious()
        if name is not None and before is not None and not _is_operator(before):
            name.addprevious(new_element("mspace", {"width": THIN}))


def close_bars(math: HtmlElement) -> None:
    """Bars of an absolute value or a norm, which engines take for relations, stand close to what they enclose."""
    for bar in math.iter("mo"):
        if bar.text in BARS and bar.get("stretchy") == "false":
            bar.set("lspace", "0em")
            bar.set("rspace", "0em")


def _is_operator(tag: HtmlElement) -> bool:
    """Whether it is an operator, a bracket, or a group or power that begins or ends with one."""
    while len(tag) and tag.tag in ("mrow", "msub", "msup", "msubsup", "munder", "mover"):
        tag = tag[0]
    return tag.tag in ("mo", "mspace")
