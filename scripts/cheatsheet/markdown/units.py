"""Units and measures that stand behind a checked number: a run or a source that gave it none has not said that."""

import re

TIME = (
    r"(?:(?:milli|micro|nano|pico)?seconds?|secs?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|decades?"
    r"|(?-i:[mµunpM]?s|h))"
)
SIZE = (
    r"(?:(?:kilo|mega|giga|tera|peta|exa|kibi|mebi|gibi|tebi)(?:bytes?|bits?|flops?)|gigs?|megs?"
    r"|(?-i:[kKMGTPE]i?(?:B|b|bits?|bytes?)))"
)
# Operations are counted; a thousand million of them are a unit.
WORK = r"(?-i:[kMGTPE](?:FLOPs?|FLOPS|OPS|MACs?)|FLOPS|FPS|fps|[kMGT]?Hz)|(?:kilo|mega|giga)?hertz"
POWER = r"(?-i:[µnmkMG]?(?:W|J|Wh))|(?:milli|kilo|mega)?(?:watts?|joules?)|(?:kilo)?watt[\s-]hours?|(?:GPU|TPU|card|machine|person)[\s-](?:hours?|days?|weeks?|years?)"
MONEY = r"(?:dollars?|euros?|cents?|(?-i:USD|EUR))"
OTHER = (
    r"(?:decibels?|(?-i:dB|[kcmµn]?m|k?g)|(?:kilo|centi|milli|micro|nano)?met(?:re|er)s?|inch(?:es)?|miles?|(?:kilo)?grams?|degrees?(?! of freedom)"
    r"|(?:percentage )?points)"
)
SCORE = (
    r"(?-i:m?IoU(?! (?:threshold|and|or)\b)|m?AP|AUC|AUROC|F1|PSNR|SSIM|LPIPS|FID|MOTA|HOTA|IDF1)"
)
RATE = r"(?:images?|imgs?|frames?|samples?|tokens?|requests?|queries|batches|steps|iterations) ?(?:(?:a|per|each|every) |/ ?)(?:second|sec|s|minute|hour)"
UNIT = rf"(?:{RATE}|{TIME}|{SIZE}|{WORK}|{POWER}|{MONEY}|{OTHER}|{SCORE})"
# Directly, by a hyphen, in brackets, or said to be one.
BEHIND = re.compile(
    rf"(?:[\s-]|,? ?[(\[]| ?)(?:(?<=[\s(\[])in )?{UNIT}(?![\w²³])|,? in {UNIT}(?![\w²³])", re.I
)


def unit_behind(text: str) -> str:
    """The unit with which a text begins that stands behind a number; nothing where it begins otherwise."""
    found = BEHIND.match(text)
    return found[0].strip(" ([,-") if found else ""


def is_unit(words: str) -> bool:
    """Whether words are a unit and nothing else."""
    return unit_behind(f" {words}") == words
