"""Results that are written in words: decimals, percentages, shares, and amounts with the unit of a measurement."""

import re

from cheatsheet.markdown.numerals import (
    MANY,
    MEASURE,
    PART,
    PERCENT,
    SCALE,
    SMALL,
    STEM,
    TEENS,
    TENS,
    UNITS,
    WORD,
)

BETWEEN = r"[\s\-‐‑–—(“\"'‘,]"
# Units of what is measured. Pixels, bytes, bits and steps are counted in definitions, too.
TIME = (
    r"(?:(?:milli|micro|nano|pico)?seconds?|[mµunp]?secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|decades?"
    r"|ms|µs|us|ns|ps)"
)
SIZE = r"(?:gigs?|megs?|(?:kilo|mega|giga|tera|peta|exa|kibi|mebi|gibi|tebi)(?:bytes?|bits?|flops?)|[kKMGTPE]i?[bB])"
OTHER = (
    r"(?:[kMGT]?Hz|(?:kilo|mega|giga)?hertz|[MGTP]?FLOP/s|[MGTP]FLOPS?|FPS|fps|px|megapixels?|(?:milli|kilo|mega)?watts?"
    r"|(?:watt|kilowatt)[\s-]hours?|[km]?Wh|kW|(?:kilo|mega)?joules?|dollars?|euros?|cents?|decibels?|dB"
    r"|(?:kilo|centi|milli|micro|nano)?met(?:re|er)s?|[kcmn]m|inch(?:es)?|miles?|(?:kilo)?grams?|kg"
    r"|(?:percentage|percent|per cent) points?|orders? of magnitude)"
)
# `Two second moments` and `a minute detail` are no time.
UNIT = rf"(?!second (?:moments?|derivatives?|differences?|orders?|half|halves)\b|minute (?:details?|changes?|differences?)\b)(?:{TIME}|{SIZE}|{OTHER})"
# Numbers that run together, `two hundred and five`, and those that are about: ninety-odd, tens of, a few.
AMOUNT = (
    rf"(?:\b{WORD}(?:[\s-]+(?:and[\s-]+)?{WORD})*(?:[\s-](?:odd|ish|some|something|plus))?"
    rf"|\b(?:{MANY}|scores)(?: of(?: {MANY})?)*|\b(?:a few|several|a couple(?: of)?|a handful of)\b"
    rf"|\b(?:an?[\s-])?{PART}(?: of)?(?: an?| one)?\b|\b(?:an?|one|{WORD}) and (?:an?|one|{WORD}) {PART}\b)"
)
# What may stand between a number and its unit: `ten crowded seconds`.
WHICH = r"(?:(?!(?:and|or|of|an?|the|per|in|to|at|for|each|every|times)\b)[a-z]+,?[\s-]){0,2}"
# One of a unit: `a millisecond`, `another full hour`. What is counted in front makes a rate of it: `frames a second`.
COUNTED = (
    "images|image|frames|frame|requests|request|samples|sample|tokens|token|steps|step|items|item|queries|query|batches|batch|values|value"
    "|sections|section|calls|call|boxes|box|bytes|operations|FLOP|epochs|words|pages|videos|cameras|streams|runs|dollars|events|detections"
    f"|iterations|times|time|once|twice|[\ue001-\ue009]|{UNITS}|ten|{SCALE}"
).split("|")
NO_RATE = "".join(f"(?<!{word} )" for word in COUNTED)
QUALITY = r"(?:(?:full|whole|single|mere|good|extra|further|additional|short|long|quarter|half|further|cool|bare|solid)[\s-]+)?"
ONE = (
    rf"{NO_RATE}\b(?:(?:an?|another)[\s-]{QUALITY}(?!seconds?\b){UNIT}\b"
    r"|(?:takes?|took|lasts?|in|within|under|over|about|almost|nearly|than|costs?|needs?|saves?|adds?|for|by|after|of) an? "
    rf"{QUALITY}second\b(?=[.,;:!?)]|$| (?:or|and|on|per|for|to|each|at|in|of)\b))"
)
# What is gained or lost in points, and which part of some cases it is.
CHANGE = r"(?:more|less|fewer|better|worse|higher|lower|above|below|ahead|behind|short|lost|gained)"
GAIN = r"(?:gain|los[et]|lost|cost|drop|fall|fell|rise|rose|improve|add|save|win|won|lead|lag|climb|jump|up|down|by)(?:s|d|es|ed)?"
HEDGE = r"(?:(?:by|at|most|least|about|some|only|another|nearly|almost|around|roughly|just|over|under|full|more than|less than|up to)\s)*"
POINTS = rf"\b{GAIN} {HEDGE}(?:an? |{AMOUNT}[\s-])(?:\w+ )?points?\b|{AMOUNT}[\s-](?:\w+ )?points? (?:(?:are|is|or) )?(?:{CHANGE}|of (?:accuracy|AP|mAP|error|recall))\b"
FAILS = r"(?:is|are|was|were|fails?|failed|pass|passes|passed)\b"
EVERY = r"(?:(?:every|each|an?|any) )?"
# How many times as good, or what becomes twice or half as much, of what a run measures.
FOLD = rf"(?:\b(?:twice|thrice|half)|\b{WORD}[\s-]times|\b{WORD}[\s-]?fold)"
GOOD = r"(?:fast|slow|quick|accurate|precise|cheap|expensive|costly|efficient|good|bad|robust|reliable)"
GOODER = r"(?:faster|slower|quicker|cheaper|better|worse)"
QUALITY_OF = r"(?:speed|throughput|accuracy|errors?|loss|latency|runtime|wait|recall|precision|AP|mAP|IoU|AUC|error rate|false positives|false alarms|bill)"
COST_OF = rf"(?:{QUALITY_OF}|memory|size|cost|price|energy|power|traffic|bandwidth)"
OWN = r"(?:(?:its|the|our|their|your|training|test|validation|top-1|peak|GPU) ){0,2}"
MULTIPLES = (
    rf"{FOLD} (?:as|more|less) {GOOD}\b|{FOLD} (?:the {QUALITY_OF}\b|{GOODER}\b)"
    rf"|\b{WORD}[\s-]?fold (?:gain|speed-?up|increase|improvement|reduction|saving)"
    rf"|\b(?:by|with|of) (?:an? )?factors? of {WORD}\b|\b(?:faster|slower|quicker|cheaper|better|worse) by {WORD}\b"
    rf"|\b(?:cuts?|reduces?|shrinks?|brings?|lowers?|saves?|raises?|grows?) {OWN}{COST_OF} (?:down )?(?:to |by |up )?(?:(?:an?|{WORD}) {PART}s?\b|{WORD}[\s-]?fold\b)"
    rf"|\b{COST_OF} (?:drops?|falls?|grows?|rises?|climbs?|shrinks?|is cut|was cut) (?:down )?(?:to |by |up )?(?:(?:an?|{WORD}) {PART}s?\b|{WORD}[\s-]?fold\b)"
    rf"|\b(?!double precision){STEM}(?:es?|ed|ing) {OWN}{QUALITY_OF}\b"
    rf"|\b(?!precision){QUALITY_OF} (?:(?:is|was|are|were) )?{STEM}(?:es?|ed)\b"
)
RUNS = r"(?:runs?|seeds?|trials?|trainings?|nets?|networks?|models?)"
# A measure beside its value in words, `top-1 is seventy-six`, `forty AP`.
SCORE = r"(?:(?:top-[15] )?accuracy|top-[15]|(?:m|COCO )?AP|IoU|mIoU|F1|recall|precision|AUC|latency|throughput|speed-?up|PSNR)"
SCORED = (
    rf"\b{SCORE}(?: (?:is|was|of|at|above|below|over|under|near|about|only|stays?|reaches|reached|rises|falls|goes|drops|climbs|to|from|by|an?|the)|:)+ (?!one half)(?:(?!zero\b|one\b){WORD}|an? {PART}|{WORD} {PART}s?)\b(?! {RUNS}\b)"
    rf"|\b(?!one\b|two\b|three\b){WORD} (?:m?AP|PSNR|FPS)\b"
)
# How many runs came to what.
CAME = r"(?:diverged?|failed|crash(?:ed)?|collapsed?|won|lost|learned|converged?|succeeded|died)"
COUNTS = rf"\b(?:{WORD}|half|most of the {WORD}|(?:an?|{WORD}) {PART}s? of)(?: of)?(?: the)? {RUNS}(?: (?:of|out of|in) {WORD})? {CAME}\b"
# Large counts of what a network has or a run does, and shares of it. What a set-up counts, images and layers, is no result.
LARGE = rf"(?:{TENS}|{TEENS}|{SCALE}|dozens)"
HAS = r"(?:parameters|weights|multiply-adds|FLOPs|MACs|epochs|operations)"
AMOUNTS = (
    rf"(?<![\d.] )\b{LARGE}(?:[\s-]{WORD})* (?:\w+ )?(?:{HAS}\b|\w+ (?:a|an|per|each|every) (?:second|minute|hour|day)\b)"
    rf"|\b(?:twice|{WORD} times) (?:the|as much) (?:memory|size|cost|energy|storage)\b|\b(?:an?|{WORD}) {PART}s? of (?:the|its|all) (?:\w+ )?(?:size|memory|cost|{HAS})\b"
    rf"|\bhalf as (?:many|much|large|big) {HAS}\b"
)
# A decimal, a percentage, an amount with its unit, a share, and Roman numerals with a unit.
FORMS = [
    rf"(?i:\b{WORD}\b[\s-]*[\s\-.·,](?:(?:point|dot|comma|period|decimal)[\s-]+)(?:oh|o|{SMALL})\b)",
    rf"(?i:\b{WORD}[.·٫]{WORD}\b)|(?i:\b{WORD} · {WORD}\b)",
    r"(?i:(?<!this )(?<!that )\b(?:oh |o )?point[\s-](?:oh|zero|two|three|four|five|six|seven|eight|nine)\b"
    rf"(?:[\s-]{MEASURE}\b|[.,;:!?)]|$))",
    rf"(?i:\b(?:{WORD}[\s-]+(?:and[\s-]+)?)*(?:{WORD}|an? {PART}|{PART})(?:\s+(?:of\s+)?(?:an?|one))?{BETWEEN}*{PERCENT})",
    rf"(?i:{AMOUNT}{BETWEEN}*{PERCENT})|(?i:\bper[\s-]?cent of {WORD}\b)",
    rf"(?i:(?!ten minutes){AMOUNT}[\s-]+{WHICH}{UNIT}\b)|(?i:{ONE})",
    rf"(?i:\b{WORD}[\s-]and[\s-](?:an?|{WORD})[\s-]{PART}\b|\b(?:an?|a few|several|a couple of|some) (?:percent|per cent)(?! of)\b)",
    rf"(?i:\b{WORD} (?:\w+ )?(?:in|out of) {EVERY}(?:ten|{TENS}|{SCALE})\b)",
    rf"(?i:\b{WORD} (?:\w+ )?out of {EVERY}{WORD}\b|\b(?!one\b){WORD} of {EVERY}{WORD}\b|\bone (?:\w+ )?in {EVERY}(?!one\b){WORD}\b)",
    rf"(?i:\b{WORD} in {EVERY}(?!one\b){WORD}\b|\b{WORD}(?: \w+)? of {EVERY}(?!one\b){WORD} {FAILS}|\b{WORD} of {WORD} (?:\w+ )?\w+s {FAILS})|(?i:{POINTS})",
    rf"(?i:\b{WORD}[\s-](?:{SCALE})ths?\b|\b{WORD} nines\b)",
    rf"(?i:\b{WORD} ?×)(?! ?(?:\w|[\ue001-\ue009]))|(?i:\b{WORD} ?× (?:as|more|less|\w+er)\b)",
    rf"(?i:{MULTIPLES}|{SCORED}|{COUNTS}|{AMOUNTS})",
    rf"\b(?:[IVXLCDM]{{2,}}[\s-]?(?:{PERCENT}|{MEASURE}\b|×)|[ivxlcd]{{2,}}[\s-](?:{PERCENT}|{MEASURE}\b))",
    r"\b(?!C[CDIMV]\b|D[CIM]\b|L?CM?\b|M[CDIM]\b|MIX\b)(?=[IVXLCDM]{2})M{0,4}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
    r"(?= [a-z]{2})",
    rf"\bI[\s-]?(?:{PERCENT}|times as\b|px\b|ms\b)",
]
WRITTEN = re.compile("|".join(FORMS))
# What none of these is without.
IN_WORDS = re.compile(
    rf"(?i:point|dot|comma|period|decimal|per|pct|mille|pp|p\.p|bps?|basis|times|half|quarter|{SMALL}|{PART}|dozens|few|several|couple|handful|twice|thrice|{STEM}|fold"
    rf"|\b(?:an?|another)[\s-](?:[a-z]+[\s-]+)?{UNIT}\b)|\bI[\s-]?(?:px|ms)\b|[IVXLCDM]{{2}}|[ivxlcdm]{{2}}|[%‰×]"
)
