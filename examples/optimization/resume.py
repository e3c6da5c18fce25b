# %% [markdown]
# # Resuming a run
# What must be saved so that a resumed run goes on as if nothing had happened?

# %%
import copy

import torch
from torch import nn


# %%
def snapshot(step, **parts):
    """A copy of the states of parts such as model and optimizer, and of the CPU's draws."""
    state = {name: part.state_dict() for name, part in parts.items()}
    return copy.deepcopy(state) | {"step": step, "random": torch.get_rng_state()}


def resume(state, **parts):
    """Load the state into newly made parts; returns the step to go on with."""
    for name, part in parts.items():
        part.load_state_dict(copy.deepcopy(state[name]))
    torch.set_rng_state(state["random"])
    return state["step"]


# %% [markdown]
# `state_dict()` gives the live tensors, not copies: kept in memory, they would go on
# changing with the training, and an optimizer may go on in those that it was given.
# Writing to a file and reading it copies, too.

# %%
STEPS, SAVED = 100, 50


def build():
    layers = nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2)
    model = nn.Sequential(*layers, nn.Linear(16, 1)).double()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    return {"model": model, "optimizer": optimizer, "scheduler": scheduler}


def train(parts, first, last):
    """Losses of the steps from first on, below last."""
    losses = []
    for _ in range(first, last):
        x = torch.randn(32, 4).double()
        loss = (parts["model"](x) - x[:, :1] * x[:, 1:2]).square().mean()
        parts["optimizer"].zero_grad()
        loss.backward()
        parts["optimizer"].step()
        parts["scheduler"].step()
        losses.append(loss.item())
    return losses


# %%
torch.manual_seed(0)
parts = build()
train(parts, 0, SAVED)
state = snapshot(SAVED, **parts)
straight = train(parts, SAVED, STEPS)


def agreeing(missing=None):
    """Losses equal to those of the straight run where one part is not loaded."""
    torch.manual_seed(1)  # another process draws other numbers
    parts, kept = build(), dict(state)
    if missing == "random":
        kept["random"] = torch.get_rng_state()
    loaded = {name: part for name, part in parts.items() if name != missing}
    losses = train(parts, resume(kept, **loaded), STEPS)
    return sum(a == b for a, b in zip(losses, straight, strict=True))


assert agreeing() == STEPS - SAVED
missed = {name: agreeing(name) for name in ("optimizer", "scheduler", "random")}
assert max(missed.values()) <= 2  # the losses before the first wrong step

# %%
computed = {
    "agree": f"{agreeing()} of {len(straight)}",
    "without-optimizer": f"{missed['optimizer']} of {len(straight)}",
    "without-random": f"{missed['random']} of {len(straight)}",
}
