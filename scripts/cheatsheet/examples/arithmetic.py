"""Operations that say the same number again: they change nothing, put texts together, or turn it into another unit."""

import ast
import math

# The number by which an operation changes nothing, and the sides on which it does so.
NEUTRAL = {
    ast.Add: (0, ("left", "right")),
    ast.Sub: (0, ("right",)),
    ast.Mult: (1, ("left", "right")),
    ast.Div: (1, ("right",)),
    ast.FloorDiv: (1, ("right",)),
    ast.Pow: (1, ("right",)),
}
# Beside powers of ten: seconds and minutes of an hour, and the powers of 1024 of bytes.
UNITS = {60, 3600, *(1024**power for power in range(1, 5))}
# What shares add up to.
WHOLE = {1, 100}


def is_neutral(value: ast.BinOp) -> bool:
    """Whether an operation on two things gives back what it gets: x + 0, x * 1, texts and lists put together."""
    if any(map(is_text, (value.left, value.right))):
        return True  # put together, or filled in
    if isinstance(value.op, ast.Add) and isinstance(value.right, ast.List | ast.Tuple):
        return isinstance(value.left, ast.List | ast.Tuple | ast.Name)
    neutral, names = NEUTRAL.get(type(value.op), (None, ()))
    sides = [getattr(value, name) for name in names]
    return any(isinstance(side, ast.Constant) and side.value == neutral for side in sides) or (
        neutral == 0 and any(map(is_nothing, sides))
    )


def is_nothing(value: ast.AST) -> bool:
    """Whether zero wipes out what an expression computes: 0 * x, x - x."""
    match value:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return 0 in (number_of(left), number_of(right)) or is_nothing(left) or is_nothing(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return ast.dump(left) == ast.dump(right)
    return False


def is_conversion(value: ast.AST) -> bool:
    """Whether an operation says a number in another unit, or the share that is left: x * 100, x / 1e6, 1 - x."""
    match value:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _is_unit(left) or _is_unit(right)
        case ast.BinOp(op=ast.Div() | ast.FloorDiv(), right=right):
            return _is_unit(right)
        case ast.BinOp(left=left, op=ast.Sub()):
            return number_of(left) in WHOLE
    return False


def number_of(value: ast.expr) -> float | None:
    """A number that is written out: 100, 1e6, 10**6, 2**20, 1 << 20, 1024 * 1024; None for all else."""
    match value:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.BinOp(left=left, op=op, right=right):
            one, two = number_of(left), number_of(right)
            if one is None or two is None or abs(two) > 1e6:
                return None
            match op:
                case ast.Mult():
                    return one * two
                case ast.Pow() if 0 < one <= 1024 and abs(two) <= 40 and two.is_integer():
                    return math.pow(one, two)
                case ast.LShift() if 0 < one <= 1024 and two in range(41):
                    return math.ldexp(one, int(two))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = number_of(operand)
            return None if positive is None else -positive
    return None


def _is_unit(value: ast.expr) -> bool:
    number = number_of(value)
    if not number or math.isinf(number):
        return False
    size = abs(number)
    return size in UNITS or (size != 1 and math.isclose(size, 10.0 ** round(math.log10(size))))


def is_text(value: ast.expr) -> bool:
    """Whether an expression is a text as it is written, an f-string too."""
    return isinstance(value, ast.JoinedStr) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    )
