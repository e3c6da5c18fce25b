# %% [markdown]
# # Intersection over union (IoU)
# Write the IoU of a pair of boxes, then of each box of one set with each of another.

# %% [markdown]
# ## The task
# `iou_matrix(a, b)`: `a` has shape `(N, 4)`, `b` has shape `(M, 4)`, each row a box
# `x1, y1, x2, y2` in pixels with continuous corners, so that the width is `x2 - x1`.
# Returns the IoU of each pair, `(N, M)`, in float64.
#
# - Boxes that only touch have an IoU of zero.
# - A box without area, or with its corners swapped, has an IoU of zero with every box,
#   itself included.
# - A set may be empty: the result is empty and keeps its shape.

# %% [markdown]
# ## Tests to pass
# Boxes with whole corners are filled on a grid, and the pixels counted.

# %%
import numpy as np


def filled(boxes, side=16):
    grids = np.zeros((len(boxes), side, side), dtype=bool)
    for grid, (x1, y1, x2, y2) in zip(grids, boxes, strict=True):
        grid[y1:y2, x1:x2] = True
    return grids.reshape(len(boxes), -1).astype(int)  # (N, side²)


def check(iou_matrix):
    rng = np.random.default_rng(0)
    corners = (np.sort(rng.integers(0, 17, (n, 2, 2)), axis=1) for n in (40, 30))
    a, b = (c.reshape(-1, 4).astype(np.uint8) for c in corners)
    a[0] = a[0, [2, 3, 0, 1]]  # swapped
    shared = filled(a) @ filled(b).T  # (N, M)
    union = filled(a).sum(1)[:, None] + filled(b).sum(1) - shared
    expected = shared / np.maximum(union, 1)
    got = iou_matrix(a, b)
    assert got.shape == (40, 30)
    assert np.allclose(got, expected)
    unit, beside, apart = [[0, 0, 1, 1]], [[1, 0, 2, 1]], [[3, 3, 5, 5]]
    point, none = [[0.5, 0.5, 0.5, 0.5]], np.zeros((0, 4))
    for other, value in ((unit, 1), (beside, 0), (apart, 0), (point, 0)):
        assert iou_matrix(np.array(unit), np.array(other)) == value
    assert iou_matrix(np.array(point), np.array(point)) == 0
    assert iou_matrix(none, a).shape == (0, 40)
    assert iou_matrix(a, none).shape == (40, 0)


# %% [markdown]
# ## A first right solution
# The overlap runs from the larger of the near sides to the smaller of the far ones, and
# is no overlap where that is negative. The union counts the overlap once.


# %%
def iou(a: list[float], b: list[float]) -> float:
    """IoU of two boxes x1, y1, x2, y2."""
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    area_a = max(0.0, a[2] - a[0]) * max(0.0, a[3] - a[1])
    area_b = max(0.0, b[2] - b[0]) * max(0.0, b[3] - b[1])
    union = area_a + area_b - width * height
    return width * height / union if union > 0 else 0.0


def iou_loops(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of each pair of boxes, (N, M)."""
    result = np.zeros((len(a), len(b)))
    for i, box in enumerate(a.tolist()):
        for j, other in enumerate(b.tolist()):
            result[i, j] = iou(box, other)
    return result


check(iou_loops)

# %% [markdown]
# ## The vectorized one
# The same sums, with one axis for each set.


# %%
def iou_matrix(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of each pair of boxes, (N, M)."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)  # no wrap of unsigned
    near = np.maximum(a[:, None, :2], b[None, :, :2])  # (N, M, 2)
    far = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (far - near).clip(min=0).prod(-1)  # (N, M)
    area_a, area_b = ((s[:, 2:] - s[:, :2]).clip(min=0).prod(-1) for s in (a, b))
    union = area_a[:, None] + area_b - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


check(iou_matrix)

# %% [markdown]
# ## Complexity
# For N and M boxes both take $O(NM)$ time. The result alone takes $O(NM)$ memory; the
# vectorized one holds a few more arrays of that size, so many boxes go in blocks of rows.

# %% [markdown]
# ## What the interviewer looks for
# - The overlap is clamped at zero in each axis before the product.
# - The union subtracts the overlap once, and a union of zero is caught.
# - The convention is named: continuous corners here; code that counts the last pixel as
#   inside adds one to each side.
# - Unsigned integers wrap below zero, so they are converted first.
# - Shapes for empty sets.

# %% [markdown]
# ## The usual slip
# Without the clamp, boxes that are apart in both axes have two negative sides, whose
# product is positive: an overlap where there is none.


# %%
def unclamped(a, b):
    a, b = np.asarray(a, float)[:, None], np.asarray(b, float)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = sides.prod(-1)
    areas = [(s[..., 2:] - s[..., :2]).prod(-1) for s in (a, b)]
    union = areas[0] + areas[1] - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def refuses(check, slip):
    try:
        check(slip)
    except AssertionError:
        return True
    return False


assert refuses(check, unclamped)
squares = np.array([[0, 0, 4, 4]]), np.array([[6, 6, 10, 10]])
wrong, right = unclamped(*squares).item(), iou_matrix(*squares).item()

# %%
computed = {
    "apart": f"{right:.2f}",
    "apart-unclamped": f"{wrong:.2f}",
}
