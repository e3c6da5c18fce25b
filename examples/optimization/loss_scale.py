# %% [markdown]
# # The loss times a thousand
# What does a factor in front of the loss do under each optimizer?

# %%
import torch
from torch.nn.utils import clip_grad_norm_

FACTOR = 1000
STEPS = 20
CLIP = 1.0

# %% [markdown]
# The same random gradients once as they are and once multiplied, twenty steps of each
# optimizer: how far the weights go, compared.


# %%
def path(make, factor, clip=None):
    """Where 50 weights stand after steps with gradients that are scaled by factor."""
    torch.manual_seed(0)
    p = torch.ones(50, dtype=torch.float64, requires_grad=True)
    opt = make([p])
    for g in torch.randn(STEPS, 50, dtype=torch.float64):
        p.grad = factor * g
        if clip is not None:
            clip_grad_norm_([p], clip)
        opt.step()
    return p.detach() - 1


def ratio(make, factor=FACTOR, **more):
    return (path(make, factor, **more).norm() / path(make, 1, **more).norm()).item()


makers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=1e-6),
    "momentum": lambda p: torch.optim.SGD(p, lr=1e-6, momentum=0.9),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=1e-3),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.1),
}
longer = {name: ratio(make) for name, make in makers.items()}
for name, times in longer.items():
    assert abs(times / (FACTOR if name in ("sgd", "momentum") else 1) - 1) < 1e-4

# %% [markdown]
# Clipped at a norm that both exceed, SGD does not notice the factor either.

# %%
longer["clipped"] = ratio(makers["sgd"], clip=CLIP)
assert abs(longer["clipped"] - 1) < 1e-4

# %% [markdown]
# ## Where it is noticed after all
# A penalty inside the gradient loses against a larger loss. Added to gradients a thousand
# times as large, it hardly moves Adam any more. And for gradients as
# small as $\varepsilon$, Adam's steps shrink.


# %%
def penalized(factor):
    """How far the penalty alone shifts Adam's weights."""
    with_penalty = path(
        lambda p: torch.optim.Adam(p, lr=1e-3, weight_decay=0.1), factor
    )
    return (with_penalty - path(makers["adam"], factor)).norm()


drowned = (penalized(FACTOR) / penalized(1)).item()
assert drowned < 0.01


def first_step(size):
    """Length of Adam's first step under a gradient of this size, rate 1."""
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.Adam([p], lr=1.0)
    p.grad = torch.full_like(p, size)
    opt.step()
    return p.detach().abs()


at_epsilon = first_step(1e-8) / first_step(1.0)  # the default ε over a usual gradient

# %%
computed = {
    "sgd": f"{longer['sgd']:,.0f}×",
    "momentum": f"{longer['momentum']:,.0f}×",
    "rmsprop": f"{longer['rmsprop']:.2f}×",
    "adam": f"{longer['adam']:.2f}×",
    "adamw": f"{longer['adamw']:.2f}×",
    "clipped": f"{longer['clipped']:.2f}×",
    "at-epsilon": f"{at_epsilon.item():.0%}",
}
given = {"factor": f"{FACTOR:,}"}
