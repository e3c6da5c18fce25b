"""Comparisons that hold whatever a run shows."""

import ast

# Comparisons of a thing with itself that hold, and those that an `or` of both makes so.
ITSELF = (ast.Eq, ast.LtE, ast.GtE, ast.Is)
OPPOSITES = [(ast.Lt, ast.GtE), (ast.Gt, ast.LtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot)]
NEVER = (ast.NotEq, ast.Lt, ast.Gt, ast.IsNot)


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
            return isinstance(op, NEVER) and ast.dump(left) == ast.dump(right)
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
    """`len(x) >= 0`, `abs(x) >= 0`, and the same turned round."""
    if isinstance(op, ast.LtE):
        left, right, op = right, left, ast.GtE()
    is_length = isinstance(left, ast.Call) and ast.unparse(left.func) in ("len", "abs")
    return isinstance(op, ast.GtE) and is_length and ast.unparse(right) in ("0", "0.0", "-1")


def _are_opposites(values: list[ast.expr]) -> bool:
    """Whether two of these comparisons, joined by `or`, leave nothing out: x > 1 or x <= 1, x or not x."""
    texts = {ast.unparse(value) for value in values}
    for value in values:
        if f"not {ast.unparse(value)}" in texts:
            return True
        if isinstance(value, ast.Compare) and len(value.ops) == 1:
            for pair in OPPOSITES:
                for one, other in (pair, pair[::-1]):
                    if isinstance(value.ops[0], one):
                        turned = ast.Compare(value.left, [other()], value.comparators)
                        if ast.unparse(turned) in texts:
                            return True
    return False
