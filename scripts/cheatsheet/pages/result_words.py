"""What words say of a number that only a run can give: names of results, and phrases that state one."""

import re

from cheatsheet.markdown.numerals import SMALL

# Beside those of markdown/numerals.py, in what an example types: a number in the same text is none of the set-up.
OF_A_RUN = re.compile(
    r"(?i:\b(?:recall|precision|sensitivity|specificity|(?<!at )m?iou|auc|auroc|psnr|ssim|lpips|fid|f1|f-score|perplexity"
    r"|latency|throughput|memory|vram|saves?|saved|savings?|takes?|taken|took|falls?|fell|ris(?:es?|en)|rose|reach(?:es|ed)?"
    r"|gr[oe]ws?|shrinks?|peaks?|beats?|outperforms?|halve[sd]?|double[sd]?|speed-?ups?|fps|img/s|images? (?:a|per) second"
    r"|[kmgt]?flops?)\b|\bloss(?:es)?(?: (?:of|is|at|below|above|about|=|near))? ?\d)|\bAP\d\d\b"
)
# A value as results have it: with a point, or with a unit.
VALUE = r"(?:\d[\d,]*\.\d+|\d[\d,.]*(?=\s*(?:%|×|(?:points?|per\s?cent|times|ms|dB|fps|[GM]B)\b|img/s|images? (?:a|per)\b)))"
METRIC = (
    r"(?:accura\w+|errors?(?: rates?)?|top-?[15]|precision|recall|sensitivity|specificity|m?AP|mIoU|AUC|AUROC|F1|PSNR|SSIM"
    r"|LPIPS|FID|perplexity|latency|throughput|speed-?ups?|loss)"
)
MOVES = r"(?:rises?|rose|falls?|fell|drops?|dropped|grows?|grew|goes|went|improves?|improved)"
SAYS = rf"(?:of|is|was|at|reach(?:es|ed)|gets?|got|{MOVES}(?: from [\d.]+%?)? (?:to|by)|=|:|about|around|up to|only|nearly)"
WINS = (
    rf"(?:gain(?:s|ed)|los(?:es|t)|saves|saved|rais(?:es|ed)|reduc(?:es|ed)|beats?|takes|took|reach(?:es|ed)|attain(?:s|ed)"
    rf"|achieves|achieved|scor(?:es|ed)|w[io]ns?|{MOVES})"
)
BETWEEN = r"(?:of|in|better|more|higher|lower|less|fewer|box|mask|test|validation|top-?[15])"
BETTER = r"(?:faster|slower|better|worse|higher|lower|as fast|less|fewer|more|smaller|larger|right|wrong|correct)"
DATA = r"(?:ImageNet|COCO|CIFAR|VOC|ADE20K|MNIST|Cityscapes|LVIS)"
STATED = re.compile(
    rf"\b{METRIC}[,:]?\s+(?:{SAYS}\s+)*{VALUE}|{VALUE}\s*(?:%|points?|pp)?\s+(?:{BETWEEN}\s+)*{METRIC}\b"
    rf"|\b{WINS}\s+(?:(?:to|by|about|around|nearly|almost|only|at|up to)\s+)*{VALUE}"
    rf"|{VALUE}\s*(?:%|×|times|points?|[GM]B|ms)\s+{BETTER}\b|\bruns at {VALUE}|{VALUE}\s*%?\s+(?:\w+\s+)?on {DATA}",
    re.I,
)
# A number that stands for itself: of `ResNet-50`, `top-1`, `AP50` and `mAP@0.5` none does.
DIGITS = r"(?<![\w@.,/-])(?<![\w@]-)[-−+~≈<>]?\.?\d[\d.,]*"
POINTED = r"(?<![\w@.,/-])(?:\d*\.\d+|\d[\d.,]*(?=\s?%))"
SPELLED = rf"\b(?:{SMALL})\b"
# What stands between the two in a sentence.
WITHIN = r"(?:(?!\. (?-i:[A-Z])).)*?"
# Of what only a run has a number, wherever in the phrase it stands.
GIVEN_BY_RUNS = (
    r"(?:accurac\w+|acc|mean iou|miou|f1|f-?scores?|auc|auroc|psnr|ssim|lpips|fid|perplexity|sensitivity|specificity"
    r"|latenc(?:y|ies)|throughputs?|speed-?ups?|error rates?|top-[15])"
)
COMPARED = r"(?:faster(?! r-cnn)|quicker|slower|(?-i:m?AP)(?![@\d])|(?:times|×|x) (?:as|more|less)|diverge[sd]?|converge[sd]?|crash(?:es|ed)|w[io]ns?)"
# These are whole numbers or fractions in definitions, too.
POINTED_ONES = r"(?:recall|precision|loss|iou(?! of))"
USES = (
    r"(?:answers?|answered|needs?|needed|uses?|used|occup(?:y|ies|ied)|fills?|filled|lasts?|lasted|costs?|spen(?:ds?|t)"
    r"|requires?|required|trains?|trained|runs?|ran|finish(?:es|ed)?|consumes?|consumed|draws?|drew|allocates?|allocated"
    r"|ends?|ended|takes?|took)"
)
BYTES = r"(?:[kmgt]i?b|gigabytes?|megabytes?)"
SPENT = rf"(?:ms|µs|ns|s|h|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|{BYTES}|w|watts?|joules?)"
FINDS = (
    r"(?:finds?|found|detect(?:s|ed)?|miss(?:es|ed)?|classif(?:y|ies|ied)|recogni[sz]e[sd]?|recover(?:s|ed)?|locate[sd]?"
    r"|predict(?:s|ed)?|solve[sd]?|hits?|right|wrong|correct(?:ly)?)"
)
THINGS = r"(?:images?|objects?|box(?:es)?|cases|runs|seeds|examples|samples|pixels|digits|labels|predictions|detections|faces|time)"


def _beside(name: str, number: str) -> str:
    """A form of a phrase that holds a name and a number, in whatever order."""
    name = rf"(?<![a-z]){name}(?![a-z])"
    return rf"{name}{WITHIN}{number}|{number}{WITHIN}{name}"


NAMED = re.compile(
    "|".join(
        [
            _beside(GIVEN_BY_RUNS, rf"(?:{DIGITS}(?!(?-i:[A-Z])\b)|{SPELLED})"),
            _beside(COMPARED, DIGITS),
            _beside(rf"(?<!at )(?<!at `)(?<!beyond ){POINTED_ONES}", POINTED),
            rf"(?<![a-z])(?-i:AP)\d\d(?!\d){WITHIN}{DIGITS}",
            _beside("(?:memory|vram)", rf"{DIGITS}\s?{BYTES}"),
            rf"(?<![a-z]){USES}(?![a-z]){WITHIN}{DIGITS}\s?{SPENT}(?![a-z/])",
            rf"(?<!for ){DIGITS}\s?(?:fps|img/s|points?|images? (?:a|per) second)(?![a-z])",
            rf"(?<![a-z]){FINDS}(?![a-z]){WITHIN}{DIGITS}\s?(?:%|times)",
            rf"{DIGITS}\s?% of (?:all |the |its |these )*(?:\w+ )?{THINGS}\b",
        ]
    ),
    re.I,
)
COUNTED = re.compile(rf"{DIGITS} (?:out )?of (?:the |all )?\d")
MARKUP = re.compile(r"[`$\\]")


def states_result(phrase: str) -> bool:
    """Whether a phrase, with its code and formulas, says what something has reached, won, lost or taken."""
    return COUNTED.search(MARKUP.sub("", phrase)) is not None or names_result(phrase)


def names_result(words: str) -> bool:
    """The same of a remark in code, where `16 of 1,600 pixels` tells how something is made."""
    said = MARKUP.sub("", words)
    return STATED.search(said) is not None or NAMED.search(said) is not None
