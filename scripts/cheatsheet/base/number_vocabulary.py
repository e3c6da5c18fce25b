"""The words of numbers and what each is worth. Two rooms read numbers by them, and neither knows a word that the other does not."""

from collections.abc import Iterable

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_UP_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
    " seventeenth eighteenth nineteenth"
)
ONES = {word: number for number, word in enumerate(_UP_TO_NINETEEN.split())}
ONES |= {"naught": 0, "nought": 0}
TENS = {word: 10 * number for number, word in enumerate(_UP_TO_NINETY.split(), 2)}
SCALES = {
    **{"dozen": 12, "hundred": 100, "thousand": 10**3, "myriad": 10**4, "lakh": 10**5},
    **{"million": 10**6, "crore": 10**7, "milliard": 10**9, "billion": 10**9, "trillion": 10**12},
    **{"quadrillion": 10**15, "quintillion": 10**18, "googol": 10**100},
}
MULTIPLES = {
    **{"twice": 2, "thrice": 3, "double": 2, "triple": 3, "treble": 3, "quadruple": 4},
    **{"quintuple": 5, "sextuple": 6, "septuple": 7, "octuple": 8, "nonuple": 9, "decuple": 10},
}
# Of the verbs that are made of them: doubl-es, tripl-ing.
STEMS = {word[:-1]: number for word, number in MULTIPLES.items() if word.endswith("le")}
# By what each divides one. `First` and `second` are places, and nobody makes parts of a dozen.
PARTS = {
    **{"half": 2, "quarter": 4},
    **{word: number for number, word in enumerate(_ORDINALS.split(), 3)},
    **{f"{word[:-1]}ieth": number for word, number in TENS.items()},
    **{f"{word}th": number for word, number in SCALES.items() if word != "dozen"},
}


def any_of(*words: Iterable[str]) -> str:
    """A regular expression's choice of all these words, the longest first."""
    return "|".join(
        sorted({word for some in words for word in some}, key=lambda word: (-len(word), word))
    )
