"""The form of an entry: which fields it has and what each may be. Every fault is said, with its cure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Form:
    """What a value may be. `words` end the sentence “write a …”."""

    words: str
    fits: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


TEXT = Form("text", _is_text)
ANY_TEXT = Form("text", lambda value: isinstance(value, str))
TEXTS = Form("list of texts", _are_texts)
YEAR = Form("year, such as 2015", lambda value: type(value) is int and 1600 <= value < 2200)
# A build says the same whatever the clock shows, so that a day is no later than any that it could meet.
DAY = Form(
    "day, such as 2026-11-26", lambda value: type(value) is date and 1990 <= value.year < 2200
)
FLAG = Form("yes or no, true or false", lambda value: isinstance(value, bool))
NUMBER = Form("number", lambda value: type(value) in (int, float))
COUNT = Form("whole number", lambda value: type(value) is int and value >= 0)


def texts_to(form: Form, words: str) -> Form:
    """A mapping of texts to values of a form."""
    return Form(
        words,
        lambda value: (
            isinstance(value, dict)
            and all(_is_text(key) and form.fits(value[key]) for key in value)
        ),
    )


def one_of(*texts: str) -> Form:
    """One of these texts."""
    return Form(
        f"text: one of {', '.join(texts)}",
        lambda value: value in texts if isinstance(value, str) else False,
    )


def matching(pattern: Callable[[str], object], words: str) -> Form:
    """A text that a regular expression fits as a whole (its `fullmatch`)."""
    return Form(words, lambda value: isinstance(value, str) and bool(pattern(value)))


def faults(
    entry: Any,
    required: Mapping[str, Form],
    optional: Mapping[str, Form] | None = None,
    whole: tuple[str, str] = ("it has no fields", ""),
) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, and the cure. `whole` is that for what has no fields at all."""
    forms = {**required, **(optional or {})}
    known = f"fields: {', '.join(forms)}"
    if not isinstance(entry, dict):
        yield whole[0], whole[1] or known
        return
    for key in required:
        if key not in entry:
            yield f"the field {key} is missing", f"add {key}"
    for key, value in entry.items():
        form = forms.get(key) if isinstance(key, str) else None
        if form is None:
            yield f"the field {brief(key, str)} is unknown", known
        elif not form.fits(value):
            yield f"the field {key} is {brief(value)}", f"write a {form.words}"


def brief(value: Any, form: Callable[[Any], str] = repr) -> str:
    """A value in a sentence: in one line, not longer than that."""
    text = value.isoformat() if isinstance(value, date) else form(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
