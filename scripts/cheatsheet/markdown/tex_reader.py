"""What a formula prints, read from its TeX: its characters in their order, none of them unread."""

import re

from cheatsheet.markdown.tex_commands import (
    ACCENTS,
    ALPHABETS,
    CHARACTERS,
    FRACTIONS,
    KINDS,
    LAYOUTS,
    SIZES,
    SPACES,
    WORDS,
)
from cheatsheet.markdown.tex_ink import Ink

LEXEME = re.compile(r"\\[a-zA-Z]+|\\.|.", re.S)


class Unreadable(ValueError):
    """What a formula holds that is in no list: what, and the cure."""


def read(tex: str) -> list[Ink]:
    """The row of a formula."""
    return _Reader(LEXEME.findall(tex)).row("")


class _Reader:
    def __init__(self, lexemes: list[str]):
        self.lexemes, self.at, self.depth = lexemes, 0, 0

    def _next(self) -> str:
        self.at += 1
        return self.lexemes[self.at - 1] if self.at <= len(self.lexemes) else ""

    def _peek(self) -> str:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else ""

    def row(self, until: str) -> list[Ink]:
        """What is drawn up to a closing brace or bracket, or the end."""
        row: list[Ink] = []
        gap = False
        while True:
            lexeme = self._next()
            if lexeme == until:
                return row
            if not lexeme:
                raise Unreadable("it ends within braces", "close them")
            if lexeme == "~" or lexeme.isspace() or (lexeme[1:] in SPACES and lexeme[0] == "\\"):
                gap = gap or not lexeme.isspace()
                continue
            self._ink(lexeme, row, gap)
            gap = False

    def _ink(self, lexeme: str, row: list[Ink], gap: bool) -> None:
        before = row[-1] if row else None
        if lexeme == "{":
            self._group(row)
        elif lexeme in ("^", "_"):
            kind = "over" if lexeme == "^" else "under"
            if before is None or before.kind in ("operation", "relation", "end", "comma", "open"):
                if not (before and before.text in ("*", "'")):
                    raise Unreadable("a script stands at nothing", "write the base before it")
            elif before.kind == kind:
                raise Unreadable("two scripts stand in one place", "join them")
            row.append(Ink(kind, parts=(self._argument(),)))
        elif lexeme.isdigit() and lexeme.isascii():
            self._digit(lexeme, row)
        elif lexeme == "%":
            raise Unreadable("it holds a comment, which hides what is behind it", "delete it")
        elif lexeme == "\\%":
            row.append(Ink("percent", "%", gap=gap))
        elif lexeme[0] == "\\" and len(lexeme) > 1:
            self._command(lexeme[1:], row, gap)
        elif lexeme.isascii() and lexeme.isalpha():
            row.append(Ink("symbol", lexeme, gap=gap))
        elif lexeme in CHARACTERS:
            self._sign(CHARACTERS[lexeme], lexeme, row)
        else:
            raise Unreadable(f"it holds {lexeme!r}", "write a command of TeX from tex_commands.py")

    def _group(self, row: list[Ink]) -> None:
        inner = self.row("}")
        if [ink.text for ink in inner] == [","] and row and row[-1].kind == "number":
            row[-1].text += ","
            inner = []
        elif inner and row and row[-1].kind == inner[0].kind == "number":
            row[-1].text += inner.pop(0).text
        row += inner

    def _digit(self, digit: str, row: list[Ink]) -> None:
        before = row[-1] if row else None
        beside = self.lexemes[self.at - 2] if self.at > 1 else ""
        if before and before.kind == "number":
            before.text += digit
        elif (
            before
            and before.kind == "comma"
            and (before.text == "." or (not self.depth and beside == ","))
        ):
            # One number, unless a space or brackets make it a list.
            row.pop()
            mark = before.text
            if row and row[-1].kind == "number":
                row[-1].text += mark + digit
            else:
                row.append(Ink("number", mark + digit))
        else:
            row.append(Ink("number", digit))

    def _sign(self, kind: str, text: str, row: list[Ink]) -> None:
        self.depth += (kind == "open") - (kind == "close")
        row.append(Ink(kind, text))

    def _command(self, name: str, row: list[Ink], gap: bool) -> None:
        if name in ("left", "right"):
            if self._peek() == ".":
                self._next()
        elif name in SIZES:
            pass
        elif name in KINDS:
            self._sign(KINDS[name], name, row)
            if name == "\\" and self._peek() == "[":
                self._skip(re.compile(r"\[\d+(?:pt|em|ex)\]"))
        elif name in WORDS:
            row.append(Ink("word", self._words(), gap=gap))
        elif name in ALPHABETS:
            letters = self._words()
            if len(letters) != 1 or not letters.isalpha():
                raise Unreadable(f"\\{name} holds {letters!r}", "give it one letter")
            row.append(Ink("symbol", letters, gap=gap))
        elif name in ACCENTS:
            inner = self._argument()
            if [ink.kind for ink in inner] != ["symbol"]:
                raise Unreadable(f"\\{name} holds no symbol", "give it one symbol")
            row += inner
        elif name in FRACTIONS:
            row.append(Ink("fraction", parts=(self._argument(), self._argument())))
        elif name == "sqrt":
            self._while_space()
            index: list[Ink] = []
            if self._peek() == "[":
                self._next()
                index = self.row("]")
            row.append(Ink("root", parts=(index, self._argument())))
        elif name in ("begin", "end"):
            layout = self._words()
            if layout not in LAYOUTS:
                raise Unreadable(f"it is set out as {layout}", f"use one of {', '.join(LAYOUTS)}")
        else:
            cure = "write it without, or add it to tex_commands.py if it draws what its name says"
            raise Unreadable(
                f"it uses \\{name}, by which other things may show than are read", cure
            )

    def _while_space(self) -> None:
        while self._peek().isspace():
            self._next()

    def _argument(self) -> list[Ink]:
        self._while_space()
        lexeme, row = self._next(), list[Ink]()
        if lexeme == "{":
            # Its own brackets count anew.
            depth, self.depth = self.depth, 0
            row = self.row("}")
            self.depth = depth
        elif lexeme:
            self._ink(lexeme, row, False)
        return row

    def _words(self) -> str:
        """An argument that is read as words."""
        self._while_space()
        if self._peek() != "{":
            return self._next()
        depth, said = 0, ""
        while True:
            lexeme = self._next()
            if lexeme in ("{", "}"):
                depth += 1 if lexeme == "{" else -1
                if not depth:
                    return said
            elif lexeme == "\\ " or lexeme == "~":
                said += " "
            elif not lexeme or lexeme[0] == "\\" or lexeme in "$%":
                raise Unreadable(f"its words hold {lexeme!r}", "write words alone")
            else:
                said += lexeme

    def _skip(self, form: re.Pattern[str]) -> None:
        found = form.match("".join(self.lexemes[self.at : self.at + 12]))
        if not found:
            raise Unreadable("its lines are set apart by no length", "write [4pt]")
        self.at += len(found[0])
