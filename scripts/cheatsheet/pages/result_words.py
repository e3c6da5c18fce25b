"""What words say of a number that only a run can give: names of results, and phrases that state one."""

import re

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
MARKUP = re.compile(r"[`$\\]")


def states_result(phrase: str) -> bool:
    """Whether a phrase, with its code and formulas, says what something has reached, won, lost or taken."""
    return STATED.search(MARKUP.sub("", phrase)) is not None
