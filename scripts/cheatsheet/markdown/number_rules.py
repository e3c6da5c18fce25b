"""What holds digits without stating a result: a table of rules, each with its reason. All else is checked or listed."""

import re
from dataclasses import dataclass

# What may stand in front of and behind a name: a gap, or a sign of punctuation that changes no number. A hyphen joins
# words only, a dash may be a minus.
BEFORE = r"(?<![^\s(\[“‘\"'/—·→:–-])(?<!(?<![^\W\d_])[-–])"
BEHIND = r"(?=(?:[,.;:!?)\]”’\"'…]|[’']s)*(?:\s|$|[-/—–·→][^\W\d_]))"


@dataclass(frozen=True)
class Rule:
    """A form that needs no check, and why."""

    reason: str
    form: re.Pattern[str]


def _rule(reason: str, form: str) -> Rule:
    return Rule(reason, re.compile(BEFORE + rf"(?:{form})" + BEHIND))


# The sides of kernels and of small blocks, and those of images and maps that sources and pages work with.
KERNELS = frozenset(["1", "2", "3", "4", "5", "6", "7", "8", "11"])
IMAGES = frozenset(
    [
        "10",
        "14",
        "16",
        "28",
        "32",
        "40",
        "41",
        "56",
        "60",
        "64",
        "80",
        "96",
        "112",
        "128",
        "160",
        "196",
        "224",
        "256",
        "320",
        "384",
        "416",
        "448",
        "480",
        "512",
        "600",
        "608",
        "640",
        "768",
        "800",
        "1024",
        "1080",
    ]
) | {"1280", "1333", "1920"}
SIDE = "(?:" + "|".join(sorted(KERNELS | IMAGES, key=len, reverse=True)) + ")"

# Whatever is named here is called so by its makers; a number in any other word is a fault.
NETWORKS = (
    r"(?:pre-activation )?ResNets?-(?:18|34|50|101|110|152|1001)|VGG-(?:11|16|19)|VGG(?:16|19)|ResNeXts?-(?:50|101)|WideResNet-(?:28|50)|DenseNet-(?:121|169)|EfficientNet-B[0-7]|B[0-7]"
    r"|ViT-[BLHS]/(?:14|16|32)|ViT-(?:B|L|H)|YOLOv[1-9]u?(?:–v[1-9])?|v[1-9](?:[–-]v[1-9])?|Inception-v[1-4]|MobileNetV[123]|GPT-[234]|(?:RetinaNet-)?R50|CenterNet2|DeiT-III"
    r"|SSD(?:300|512)|YOLO(?:9000|11)|ConvNeXt V2|EfficientNetV2|SwinV2|RT-DETRv2|SAM 2|Detectron2|DINOv[23]|Darknet-(?:19|53)"
)
DATA = r"ImageNet-(?:1k|21k|22k|1K|21K)|JFT-(?:300M|3B)|CIFAR-(?:10|100)|COCO(?:-(?:128|2017))?|VOC(?:07|12)|Objects365|IMAGENET1K_V[12]"
MEASURES = r"(?:AP|mAP)(?:50|75)|AP@\[?\.?5|F1|Top-[15]|top-[15]|P(?:50|90|95|99)|p(?:50|90|95|99)|[Ll]evel 3"
FORMATS = r"FP(?:8|16|32|64)|BF16|TF32|INT(?:4|8)|u?int(?:4|8|16|32|64)|b?float(?:16|32|64)|E4M3|E5M2|UTF-8"
MACHINES = r"A100(?:-(?:40|80)GB| (?:40|80) GB)?|(?:A100|H100|H200|V100|T4)s|H[12]00|B200|V100|K40|T4|L40|CUDA|Jetson|RTX [2345]0[6789]0|PCIe [345]\.0|HBM[23]e?"
TERMS = r"L[012](?:-norm)?|[123]-?D|[123]D|ZeRO-[123]|SmoothL1|Smooth L1|Beta\(1, ?1\)|[12]d|(?:[1248]|16|32)-bit|stride-[12]|k-means|conv[1-5](?:_[x1-6])?|C[1-5]|P[2-7]|im2col|col2im"
NAMES = "|".join([NETWORKS, DATA, MEASURES, FORMATS, MACHINES, TERMS])

RULES = [
    _rule("a name holds them", NAMES),
    _rule(
        "the size of a kernel, a map or an image defines it",
        rf"{SIDE}×{SIDE}(?:×{SIDE}){{0,2}}",
    ),
    _rule(
        "the index or the power of a symbol",
        r"(?:[^\W\d_]|RF)[₀-₄]|[σμβγκρ][²³]|[A-Za-z][²³](?![\w])",
    ),
    _rule(
        "the ends of an interval, and labels",
        r"\[0, ?1[\])]|\(0, ?1[\])]|\[[-−]1, ?1\]|0 or 1|\[0, ?255\]|0 to 255|between (?:[-−]1|0) and 1|between 0 and 255",
    ),
    _rule("the day of a plan", "Day [1-7]"),
    _rule("the licence of the text", r"CC BY 4\.0"),
]


def masked(text: str, by: str) -> str:
    """A text whose names and sizes give way to a character."""
    for rule in RULES:
        text = rule.form.sub(by, text)
    return text
