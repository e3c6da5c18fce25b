# %% [markdown]
# # Edges by convolution
# What does a Sobel kernel answer at a step, and what at a ramp?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

row = torch.cat([torch.zeros(8), torch.ones(8), torch.linspace(1, 0, 8), torch.zeros(8)])
image = row.expand(1, 1, 5, -1)
sobel = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])

# %% [markdown]
# ## High and narrow, or low and wide
# The response is the slope, so its sum is the height of the edge either way.

# %%
response = F.conv2d(image, sobel[None, None])[0, 0, 1] / 8
assert torch.isclose(response[:14].sum(), torch.tensor(1.0))

fig, ax = plt.subplots(num="response")
ax.plot(row, label="image row")
ax.plot(range(1, 31), response, label="response")
ax.set(xlabel="column (px)", ylabel="value")
ax.legend()
