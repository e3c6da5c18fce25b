# %% [markdown]
# # Weight decay in front of batch norm
# What does weight decay do where the size of the weights does not matter?

# %%
import torch
from torch import nn

torch.manual_seed(0)
data = torch.randn(64, 5, dtype=torch.double)
probe = torch.randn(64, 3, dtype=torch.double)
norm = nn.BatchNorm1d(3, eps=1e-12).double()

# %% [markdown]
# The output does not change when the weights are scaled by 10, and their gradient falls
# to a tenth.

# %%
small = torch.randn(5, 3, dtype=torch.double, requires_grad=True)
big = (10 * small).detach().requires_grad_()
before, after = norm(data @ small), norm(data @ big)
((before + after) * probe).sum().backward()
assert (before - after).abs().max() < 1e-9
assert (small.grad / 10 - big.grad).abs().max() < 1e-9
gradient = (small.grad.norm() / big.grad.norm()).item()

# %% [markdown]
# The gradient stands at right angles to the weights of a channel. For small steps it
# turns them; their length grows a little. The angle of a step is its length over
# theirs: a hundred times less. Decay makes the weights shorter and the turns larger: it
# works on the learning rate.

# %%
torch.testing.assert_close((small * small.grad).sum(0), torch.zeros(3).double())


def turn(weights, lr=1e-4):
    """Angle between the weights before and after a step of SGD, in radians."""
    moved = weights - lr * weights.grad
    across = moved - weights * (moved * weights).sum() / weights.square().sum()
    return torch.atan2(across.norm(), weights.norm()).item()


turns = turn(small) / turn(big)
assert abs(turns - 100) < 0.1

# %%
computed = {"gradient": f"1/{gradient:.0f}", "turn": f"1/{turns:.0f}"}
