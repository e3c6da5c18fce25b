"""Comparisons that hold whatever a run shows."""

import ast

# Comparisons of a thing with itself that hold, and that never do.
ITSELF = (ast.Eq, ast.LtE, ast.GtE, ast.Is)
NEVER = (ast.NotEq, ast.Lt, ast.Gt, ast.IsNot)
PAIRS = [(ast.Lt, ast.GtE), (ast.Gt, ast.LtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot)]
# What holds where a comparison does not, and the same comparison from its other side.
OPPOSITE = dict([*PAIRS, *(pair[::-1] for pair in PAIRS)])
TURNED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE} | {
    op: op for op in (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)
}


def cannot_fail(holds: ast.expr) -> bool:
    """Whether a predicate is true by its form: x == x, … or True, x > 1 or x <= 1, len(x) >= 0, not x < x."""
    match holds:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _is_itself(left, right, op) or _is_bound_of_lengths(left, right, op)
        case ast.Compare(left=left, ops=ops, comparators=parts):
            sides = [left, *parts]
            pairs = zip(sides, sides[1:], ops, strict=False)
            return all(cannot_fail(ast.Compare(one, [op], [two])) for one, two, op in pairs)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(map(cannot_fail, values)) or _are_opposites(values)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(map(cannot_fail, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _always_fails(operand)
        case ast.IfExp(body=body, orelse=orelse):
            return cannot_fail(body) and cannot_fail(orelse)
        case ast.Call(func=ast.Name(id="bool"), args=[value]):
            return cannot_fail(value) or (
                isinstance(value, ast.Tuple | ast.List) and bool(value.elts)
            )
        case ast.Call(func=ast.Name(id="all"), args=[ast.List() | ast.Tuple() as parts]):
            return all(map(cannot_fail, parts.elts))
        case ast.Call(func=ast.Name(id="any"), args=[ast.List() | ast.Tuple() as parts]):
            return any(map(cannot_fail, parts.elts)) or _are_opposites(parts.elts)
    return False


def _always_fails(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=said):
            return not said
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            if isinstance(op, NEVER) and ast.dump(left) == ast.dump(right):
                return True
            opposite = OPPOSITE.get(type(op))
            return opposite is not None and _is_bound_of_lengths(left, right, opposite())
        case ast.BoolOp(op=ast.And(), values=values):
            return any(map(_always_fails, values)) or _are_opposites(values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return all(map(_always_fails, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return cannot_fail(operand)
    return False


def _is_itself(left: ast.expr, right: ast.expr, op: ast.cmpop) -> bool:
    return isinstance(op, ITSELF) and ast.dump(left) == ast.dump(right)


def _is_bound_of_lengths(left: ast.expr, right: ast.expr, op: ast.cmpop) -> bool:
    """`len(x) >= 0`, `abs(x) > -1`, `len(x) != -1`, and the same turned round."""
    for value, bound, how in (left, right, type(op)), (right, left, TURNED.get(type(op))):
        if isinstance(value, ast.Call) and ast.unparse(value.func) in ("len", "abs"):
            number = _number(bound)
            if number is not None and (number < 0 or (number == 0 and how is ast.GtE)):
                return how in (ast.GtE, ast.Gt, ast.NotEq)
    return False


def _number(value: ast.expr) -> float | None:
    """A number that is typed, with its sign."""
    match value:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
    return None


def _are_opposites(values: list[ast.expr]) -> bool:
    """Whether two of these comparisons, joined by `or`, leave nothing out: x > 1 or 1 >= x, x or not x."""
    texts = {ast.unparse(form) for value in values for form in (value, _turned(value))}
    for value in values:
        if f"not {ast.unparse(value)}" in texts:
            return True
        match value:
            case ast.Compare(left=left, ops=[op], comparators=parts) if type(op) in OPPOSITE:
                if ast.unparse(ast.Compare(left, [OPPOSITE[type(op)]()], parts)) in texts:
                    return True
    return False


def _turned(value: ast.expr) -> ast.expr:
    """A comparison from its other side, 1 >= x of x <= 1; anything else as it is."""
    match value:
        case ast.UnaryOp(op=ast.Not() as op, operand=inner):
            return ast.UnaryOp(op, _turned(inner))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in TURNED:
            return ast.Compare(right, [TURNED[type(op)]()], [left])
    return value
