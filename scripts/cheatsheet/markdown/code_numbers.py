"""Which numbers code may hold: those of code. A number alone is a statement, however it is set."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
# What pages set by name: an argument or a symbol that is no measure of success.
SETTINGS = (
    r"batch|groups|lr|weight_decay|momentum|dampening|eps|betas?|alpha|gamma|margin|width|depth|stride|padding|kernel_size|dilation"
    r"|total_iters|num_workers|seed|alpha|[CDHKNWdkmnw]|[αβγεπτλ]|p_t"
)
VALUE = rf"(?:{NUMBER}|\({NUMBER}(?:, {NUMBER})+\)|[A-Z] [-+] \d)"
ASSIGNED = rf"(?:{SETTINGS}) ?= ?{VALUE}"
# Layers and types that end in a digit by name.
NAMED = (
    r"(?:[A-Za-z_]\w*\.)*(?:(?:Conv|ConvTranspose|BatchNorm|InstanceNorm|FrozenBatchNorm|Dropout|MaxPool|AvgPool|AdaptiveAvgPool)[123]d"
    r"|conv[123]d|interpolate[123]d|u?int(?:8|16|32|64)|b?float(?:16|32|64))"
)
FORMS = re.compile(
    rf"{ASSIGNED}(?:, {ASSIGNED})*"
    rf"|{NAMED}(?:\((?:\d{{1,4}}(?:, \d{{1,4}})*)?\))?"
    r"|\d{1,4} ?× ?\d{1,4}(?: ?× ?\d{1,4}){0,2}"  # a size
    r"|\((?:\d, )*[A-Z](?:, (?:\d|[A-Z]))*\)"  # a shape with symbols
)
# What a listing must do to be code: a number alone, or one that gets a name, is a statement.
DOES = (ast.Call, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


def is_code(text: str) -> bool:
    """Whether inline code that holds digits reads as code."""
    return FORMS.fullmatch(text) is not None


def said_by(code: str) -> Iterator[str]:
    """What a listing says to its reader: remarks and texts; all of it where it is no code."""
    try:
        tree = ast.parse(code)
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, ValueError, tokenize.TokenError, RecursionError, MemoryError):
        yield code
        return
    if not any(isinstance(node, DOES) for node in ast.walk(tree)):
        yield code
        return
    for token in tokens:
        if (
            token.type in (tokenize.COMMENT, tokenize.STRING)
            or tokenize.tok_name[token.type] == "FSTRING_MIDDLE"
        ):
            yield token.string
