# %% [markdown]
# # Activation functions
# Which activations keep a gradient where the input is negative?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

x = torch.linspace(-4, 4, 81, requires_grad=True)
activations = {"ReLU": F.relu, "SiLU": F.silu, "GELU": F.gelu}

# %% [markdown]
# ## The slopes
# Autograd gives them all: $y$ is summed, so the gradient holds $\partial y_i / \partial x_i$.

# %%
slopes = {name: torch.autograd.grad(f(x).sum(), x)[0] for name, f in activations.items()}
assert slopes["ReLU"][x < 0].eq(0).all()

fig, ax = plt.subplots(num="slopes")
for name, slope in slopes.items():
    ax.plot(x.detach(), slope, label=name)
ax.set(xlabel="input", ylabel="slope")
ax.legend()
