# %% [markdown]
# # What one kernel finds
# Where does a Sobel kernel answer, and where is it silent?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_sample_image

# %% [markdown]
# ## On a step
# The Sobel kernel takes the difference of left and right: it answers to vertical edges
# and is silent on flat ground.


# %%
def layer(x, kernel):
    # (H, W) -> (1, 1, H, W) and back: one image, one channel
    return F.conv2d(x[None, None], kernel[None, None])[0, 0]


sobel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
step = torch.zeros(8, 8)
step[:, 4:] = 1
answer = layer(step, sobel)
columns = answer.abs().sum(0).nonzero().flatten().tolist()
assert columns == [2, 3]  # the two windows that straddle the step

# %% [markdown]
# ## On a photo

# %%
photo = torch.tensor(load_sample_image("china.jpg")[60:420:4, 140:500:4].mean(2))
edges = layer(photo.float(), sobel).abs().clamp(max=400)
fig, axes = plt.subplots(1, 2, num="sobel", figsize=(5.0, 2.7))
axes[0].imshow((photo // 16).numpy(), cmap="gray")
axes[0].set_title("photo")
axes[1].imshow((edges // 32).numpy(), cmap="gray")
axes[1].set_title("Sobel, absolute value")
for ax in axes:
    ax.axis("off")

# %%
computed = {"edge-columns": f"{len(columns)} of {answer.shape[1]} columns"}
