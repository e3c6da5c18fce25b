"""What somebody else may put into a link, or a fault of a disk into a browser's storage: a table, and endless variations."""

import json
import random
from urllib.parse import quote

from cheatsheet.pages.study_code import encode

MARKUP = '"><img src=x onerror=alert(1)><script>alert(1)</script><b class=planted>'
DEEP = "[" * 20_000 + "]" * 20_000
# For parameters and fragments, as they stand in an address.
WORDS = {
    "markup": quote(MARKUP),
    "raw markup": MARKUP.replace(" ", "/"),
    "a program": "javascript:alert(1)",
    "cut off": "%",
    "no letters": "%E0%A4%A",
    "half a letter": "%ED%A0%80",
    "nothing": "%00",
    "a prototype": "__proto__",
    "a method": "constructor",
    "a number": "1e308",
    "no number": "NaN",
    "negative": "-1",
    "a selector": "%22%5D%2C*%7B%7D%5C",
    "an expression": "(%5B%5C%5E*%2B%3F)%24%7C",
    # Test servers read addresses of up to 64 KB.
    "long": "a" * 8_000,
    "signs": "%" * 2_000,
    "words": "+".join(f"w{number}" for number in range(1_000)),
}
# For lists: what the check digits say is right is read as far as it goes.
LISTS = {
    "every number": encode(list(range(1, 46_000))),
    "many ranges": "00" + ".".join("1-zzzzzz" for _ in range(3_000)),
    "one range": "001-zzzzzz",
    "many unknown": "00" + ".".join(f"zz{number:04d}" for number in range(5_000)),
    "many unreadable": "00" + ".".join(f"-{number}" for number in range(5_000)),
    "many times": "00" + ".".join(["2"] * 10_000),
    "backwards": "00zz-1",
    "dots": "00" + "." * 20_000,
}
# For what is stored: JSON as it may be there, whoever wrote it.
VALUES = {
    "no JSON": "{",
    "markup": json.dumps(MARKUP),
    "nothing": "null",
    "a number": "1e308",
    "a large number": "1e999",
    "a text": '"x"',
    "true": "true",
    "a list": "[1]",
    "an object": "{}",
    "half a letter": '"\\ud800"',
    "a prototype": '{"__proto__": {"index": 1, "color": 1, "length": 9}, "constructor": 1}',
    "deep": DEEP,
    "long": json.dumps("x" * 1_000_000),
    "many": json.dumps(list(range(100_000))),
    "many texts": json.dumps([MARKUP] * 10_000),
    "many odd numbers": "["
    + ",".join(["-1", "0", "1e308", "1.5", "null", '"1"', "[]", "{}"] * 5_000)
    + "]",
}
LISTED = {
    "markup": [{"name": MARKUP, "list": MARKUP}],
    "no names": [{"name": None, "list": "002"}, {"list": "002"}, {"name": "x"}, None, 1, "x", []],
    "long": [{"name": "x" * 80, "list": "00" + "2." * 100_000}],
    "many": [{"name": f"{number}", "list": encode([2, number + 3])} for number in range(20_000)],
    "hostile": [{"name": name, "list": code} for name, code in LISTS.items()],
    "half a letter": [{"name": "\ud800", "list": "\ud800\ud800\ud800"}],
}
PALETTES = [
    {"index": 99, "color": {}}, {"index": -1}, {"index": "1"}, {"index": {}, "color": None},
    {"index": 1, "color": 5}, {"index": 1, "color": "slate"}, {"index": 1, "color": {"a b": 1, "": MARKUP}},
    {"index": 2, "color": {"scheme": {"x": 1}, "media": MARKUP, "onclick": "alert(1)"}}, {"color": {"scheme": "x"}},
    {"index": 1, "color": {"media": "(prefers-color-scheme", "scheme": "none"}}, [], [1], 5, "x", True,
]  # fmt: skip
KEYS = ("ticks", "lists", "formulas")


def drawn(seed: int):
    """Endless variations of all these, the same for the same seed: an address's end, and what is stored."""
    dice = random.Random(seed)
    while True:
        words = [word[:12_000] for word in (*WORDS.values(), *LISTS.values())]
        names = ["q", "h", "list", "at", "verdict", "section", "__proto__", "ticks"]
        query = "&".join(f"{dice.choice(names)}={_spoiled(dice, words)}" for _ in range(4))
        fragment = dice.choice(["", "#ticks=", "#__", "#:~:text=", "#"]) + _spoiled(dice, words)
        texts = [*VALUES.values(), *map(json.dumps, [*LISTED.values(), *PALETTES])]
        stored = {key: _spoiled(dice, texts) for key in (*KEYS, "palette", "later")}
        yield f"?{query}#{fragment.removeprefix('#')}", stored


def _spoiled(dice: random.Random, texts: list[str]) -> str:
    """One of these, as it is or with some of its characters changed."""
    text = dice.choice(texts)
    if dice.random() < 0.5 or not text:
        return text
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(text))
        text = (
            text[:at]
            + dice.choice(["", "%", '"', "<", "0", "\\u0000", "]", "-", "z"])
            + text[at + dice.randrange(2) :]
        )
    return text
