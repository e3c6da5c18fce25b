# %% [markdown]
# # Dynamic loss scaling
# How does a scaler find a factor that keeps FP16 gradients between zero and infinity?

# %%
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_

FP16 = torch.finfo(torch.float16)

# %% [markdown]
# Multiply the loss, and the chain rule multiplies every gradient. Divide before anything
# reads them. Infinity means that the factor was too large: skip the step, halve. After
# many good steps try twice as much.


# %%
class LossScale:
    """Grows after `interval` good steps, shrinks after a bad one, which is skipped."""

    def __init__(self, scale=2.0**16, growth=2.0, backoff=0.5, interval=2000):
        self.scale, self.growth, self.backoff = scale, growth, backoff
        self.interval, self.good = interval, 0

    def backward(self, loss):
        (loss * self.scale).backward()

    def step(self, optimizer, clip=None):
        """Unscale, look for infinity, clip, step; whether the step was made."""
        groups = optimizer.param_groups
        weights = [w for g in groups for w in g["params"] if w.grad is not None]
        for w in weights:
            w.grad /= self.scale
        made = all(w.grad.isfinite().all() for w in weights)
        if made:
            if clip is not None:
                clip_grad_norm_(weights, clip)
            optimizer.step()
        self.good = self.good + 1 if made else 0
        if not made:
            self.scale *= self.backoff
        elif self.good == self.interval:
            self.scale, self.good = self.scale * self.growth, 0
        return made


# %% [markdown]
# ## The same as PyTorch's
# Two copies of a weight, one infinite gradient in between, and a short interval.

# %%
ours, theirs = (nn.Parameter(torch.ones(3)) for _ in range(2))
by_hand = LossScale(interval=3)
scaler = torch.amp.GradScaler("cpu", growth_interval=by_hand.interval)
optimizers = [torch.optim.SGD([w], lr=0.1, momentum=0.9) for w in (ours, theirs)]
for step in range(12):
    factor = float("inf") if step == 5 else 1.0 + step
    by_hand.backward((ours * factor).sum())
    scaler.scale((theirs * factor).sum()).backward()
    by_hand.step(optimizers[0])
    scaler.step(optimizers[1])
    scaler.update()
    assert torch.equal(ours, theirs)
    assert by_hand.scale == scaler.get_scale()
    ours.grad = theirs.grad = None
default = torch.amp.GradScaler("cpu")
assert default.get_scale() == LossScale().scale
assert default.get_growth_interval() == LossScale().interval

# %% [markdown]
# ## What a factor saves, and where it overflows
# FP16 rounds to zero what is at most half of its smallest positive number.

# %%
least = FP16.tiny * FP16.eps  # the smallest subnormal number
assert torch.tensor(0.5 * least).half() == 0 < torch.tensor(0.51 * least).half()
scale = LossScale().scale
lost_below, overflows = 0.5 * least, FP16.max / scale

# %% [markdown]
# ## In the long run
# With a steady largest gradient the factor climbs until it overflows, and from then on
# one step in each interval is lost.


# %%
def history(largest, steps):
    """The factor of each step, and whether the step was made."""
    weight = nn.Parameter(torch.zeros(1))
    optimizer, scaling, seen = torch.optim.SGD([weight], lr=0.0), LossScale(), []
    for _ in range(steps):
        used = scaling.scale
        weight.grad = torch.tensor([largest * used]).half().float()
        seen.append((used, scaling.step(optimizer)))
    return seen


largest, interval = 0.5, LossScale().interval
seen = history(largest, 2 * interval + 1)
first = [made for _, made in seen].index(
    False
)  # from here on the factor comes and goes
cycle = seen[first : first + interval + 1]
fitted = max(used for used, made in seen if made)
assert fitted * largest <= FP16.max < 2 * fitted * largest
lost = sum(not made for _, made in cycle)

# %%
computed = {
    "initial": f"{scale:,.0f}",
    "interval": f"{default.get_growth_interval():,}",
    "zero-below": f"{lost_below:.1e}".replace("e-0", "e-"),
    "zero-below-scaled": f"{lost_below / scale:.1e}".replace("e-0", "e-"),
    "overflows": f"{overflows:.2f}",
    "lost": f"{lost / len(cycle):.2%}",
}
