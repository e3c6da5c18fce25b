# %% [markdown]
# # Softmax temperature
# What does dividing the logits by a temperature do to the probabilities?

# %%
import matplotlib.pyplot as plt
import torch

logits = torch.tensor([2.0, 1.0, 0.0, -1.0])
temperatures = torch.logspace(-1, 1, 41)

# %% [markdown]
# ## From one-hot to uniform
# $p_i = \exp(z_i / T) / \sum_j \exp(z_j / T)$

# %%
probabilities = torch.softmax(logits / temperatures[:, None], dim=1)
assert torch.allclose(probabilities.sum(1), torch.ones(41))

fig, ax = plt.subplots(num="probabilities")
for logit, column in zip(logits, probabilities.T, strict=True):
    ax.plot(temperatures, column, label=f"logit {logit:g}")
ax.set(xscale="log", xlabel="temperature", ylabel="probability")
ax.legend()
