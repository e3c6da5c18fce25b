"""Numbers and names of code, by its syntax tree: which are those of sizes, settings and constants."""

import ast
import re
from collections.abc import Iterator

from cheatsheet.markdown.number_rules import IMAGES, KERNELS

LIBRARIES = frozenset(
    re.findall(
        r"\w+",
        "torch nn F np numpy optim transforms T v2 cv2 A albumentations torchvision models ops math random functional",
    )
)
METHODS = frozenset(
    re.findall(
        r"\w+",
        "view reshape transpose permute unsqueeze squeeze flatten expand repeat unfold chunk split sum mean var std max min amax amin"
        " argmax argmin softmax log_softmax size norm sort topk cumsum roll flip clamp clip new_zeros new_ones astype swapaxes"
        " uniform_ normal_ fill_ any all diff kthvalue",
    )
)
# Channels, features, sides, numbers of classes, ends of bytes.
SIZES = frozenset(map(int, KERNELS | IMAGES)) | {
    *(
        0,
        9,
        10,
        12,
        20,
        21,
        24,
        48,
        50,
        100,
        127,
        144,
        150,
        192,
        200,
        255,
        299,
        500,
        784,
        1000,
        1536,
        2048,
        3072,
        4096,
    )
}
# Settings that are chosen, such as rates, and what keeps a quotient finite.
CHOSEN = re.compile(r"0?\.9{1,4}|\d\.0|0?\.0*[1-9]5?|1e-\d{1,2}|[1-9]e-\d")
# Of these a reader chooses any number.
COUNTED = re.compile(
    r"step_size|T_max|T_0|milestones|opset_version|ksize|seed|patience|depth|nhead|epochs|steps|max_iter|n_\w+|num_\w+|warmup\w*|\w+_(?:size|steps|epochs|iters)"
)
# What a sum multiplies, adds and divides by.
CONSTANTS = frozenset([0, 1, 2, 3, 4, 8, 10, 16, 32, 100, 127, 128, 127.5, 255, 256, 0.5])
# The means and deviations of ImageNet's channels, which all pretrained networks expect.
CHANNELS = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
# Names of inputs, and of single letters.
INPUT = re.compile(
    r"[A-Za-z](?:_[a-z])?|im|img|imgs|image|images|pixels?|frame|logits|mask|size|width|height|kernel|padding|stride"
)
# A class of a library that is named alone.
CLASS = re.compile(r"[A-Z]+[a-z]+[A-Z][A-Za-z]*")
# Layers, types and networks that are called by their digits, and one digit that counts.
NAMED = re.compile(
    r"[A-Za-z_]*[A-Za-z_][0-4]?|[A-Za-z_]+[123]d|u?int(?:8|16|32|64)|b?float(?:16|32|64)|log1p|log10|relu6|ReLU6|cv2|SmoothL1Loss|smooth_l1_loss|L1Loss|l1_loss"
    r"|c[1-5]|p[2-7]|top_?5|resnet(?:18|34|50|101|152)|vgg(?:11|16|19)|densenet121|efficientnet_b[0-7]|vit_[bl]_(?:16|32)"
)
Numbers = set[ast.Constant]


def number_in(node: ast.AST) -> ast.Constant | None:
    """The number that an expression is, with a sign or without."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        node = node.operand
    is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)
    return node if is_number else None  # type: ignore[return-value]


def whole(number: ast.Constant | None) -> int | None:
    """The value of a whole number."""
    return number.value if number and isinstance(number.value, int) else None


def leaf(node: ast.AST) -> str:
    """What something is called, without what it belongs to."""
    if isinstance(node, ast.Subscript | ast.Starred):
        return leaf(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def root(node: ast.AST) -> str:
    """The name that a dotted one begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def names_in(node: ast.AST) -> list[str]:
    """All names that a piece of code holds."""
    fields = [
        getattr(each, field, None) for each in ast.walk(node) for field in ("id", "attr", "arg")
    ]
    return [name for name in fields if isinstance(name, str)]


def texts_in(node: ast.AST) -> Iterator[str]:
    """All texts that a piece of code holds."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def is_chosen(number: ast.Constant) -> bool:
    """Whether a number is a size or a value that settings have."""
    if isinstance(number.value, int):
        return number.value in SIZES
    return CHOSEN.fullmatch(ast.unparse(number)) is not None


def is_tiny(number: ast.Constant) -> bool:
    """Whether a number only keeps a quotient finite."""
    return isinstance(number.value, float) and 0 < number.value < 1e-4
