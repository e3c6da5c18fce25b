# %% [markdown]
# # Momentum in a narrow valley
# How many steps does momentum save where one direction is 50 times steeper?

# %%
import matplotlib.pyplot as plt
import torch

curvature = torch.tensor([1.0, 50.0])


def losses(momentum, steps=120):
    """Loss after each step of SGD from (1, 1)."""
    w = torch.ones(2, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.02, momentum=momentum)
    history = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (curvature * w**2).sum() / 2
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history


# %% [markdown]
# ## Loss against steps
# The flat direction decides: without momentum it shrinks by $1 - \eta$ a step.

# %%
curves = {momentum: losses(momentum) for momentum in (0.0, 0.5, 0.9)}
assert curves[0.9][-1] < curves[0.0][-1]

fig, ax = plt.subplots(num="losses")
for momentum, curve in curves.items():
    ax.plot(curve, label=f"momentum {momentum:g}")
ax.set(yscale="log", xlabel="step", ylabel="loss")
ax.legend()
