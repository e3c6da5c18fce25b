# %% [markdown]
# # Training through a rounding
# The slope of a rounding is zero almost everywhere. How does quantization-aware training
# get a gradient through it?

# %%
import torch

# %% [markdown]
# Forward rounds to the grid of the integers, in floating point. Backward takes the
# rounding for the identity, the straight-through estimator, but only where nothing was
# clipped: outside of the range a small change of x changes nothing.


# %%
class FakeQuantize(torch.autograd.Function):
    """x on the grid of integers low to high, times a scale."""

    @staticmethod
    def forward(ctx, x, scale, low, high):
        q = (x / scale).round()
        ctx.save_for_backward((q >= low) & (q <= high))
        return q.clamp(low, high) * scale

    @staticmethod
    def backward(ctx, gradient):
        (inside,) = ctx.saved_tensors
        return gradient * inside, None, None, None


torch.manual_seed(0)
scale, bits = 0.25, 4
low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
x = torch.randn(1000, requires_grad=True)
for each in (0.3, scale):
    y = FakeQuantize.apply(x, each, low, high)
    (slope,) = torch.autograd.grad(y.sum(), x)
    theirs = torch.fake_quantize_per_tensor_affine(x, each, 0, low, high)
    (their_slope,) = torch.autograd.grad(theirs.sum(), x)
    torch.testing.assert_close(y, theirs)
    assert torch.equal(slope, their_slope)
inside, outside = slope[x.abs() < scale * low * -0.9], slope[x > scale * (high + 1)]
assert len(inside) > 0 < len(outside)
assert (inside == 1).all()
assert (outside == 0).all()

# %% [markdown]
# ## A scale that is learned
# With the rounding cut out of the graph, autograd gives the scale its gradient: inside of
# the range the rounding error in steps, outside the end of the range.


# %%
def learned_step(x, scale, low, high):
    """The same values; the scale, a tensor, gets a gradient as well."""
    steps = x / scale
    steps = steps + (steps.round() - steps).detach()
    return steps.clamp(low, high) * scale


learned = torch.tensor(scale, requires_grad=True)
values = learned_step(x, learned, low, high)
slopes = torch.autograd.grad(values.sum(), (x, learned))
steps = x.detach() / scale
by_hand = torch.where(
    slope > 0, steps.round() - steps, steps.round().clamp(low, high)
).sum()
torch.testing.assert_close(values, y)
torch.testing.assert_close(slopes, (slope, by_hand))

# %% [markdown]
# ## Why weights stay in floating point beside their grid
# A step smaller than half of the grid's would be rounded away. The copy adds the steps
# up until the rounded weight moves.

# %%
copy, on_grid, step = torch.tensor(0.0), torch.tensor(0.0), 0.01
needed = 0
while FakeQuantize.apply(copy, scale, low, high) == 0:
    copy, needed = copy + step, needed + 1
    on_grid = FakeQuantize.apply(on_grid + step, scale, low, high)
assert on_grid == 0
assert (needed - 1) * step < scale / 2 < needed * step

# %%
computed = {
    "inside": f"{inside.unique().item():.0f}",
    "outside": f"{outside.unique().item():.0f}",
    "needed": f"{needed}",
}
given = {"grid": f"{scale}", "step": f"{step}"}
