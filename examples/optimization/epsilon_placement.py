# %% [markdown]
# # Where epsilon stands
# RMSprop divides by a root plus ε, or by the root of a sum with ε. When does the same
# ε of 1e-8 give another step?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

eps, beta = 1e-8, 0.99

# %% [markdown]
# Inside the root, ε floors the denominator at $\sqrt\epsilon = 10^{-4}$; outside, at
# $\epsilon = 10^{-8}$. The first step from $v = 0$ has $v = (1-\beta)g^2$. PyTorch adds
# ε outside. Its own code also takes the other step: with `eps=0` and a state that
# holds $\epsilon/\beta$ before, $v$ becomes $\epsilon + (1-\beta)g^2$.


# %%
def outside(g):
    return g / (np.sqrt((1 - beta) * g**2) + eps)


def inside(g):
    return g / np.sqrt((1 - beta) * g**2 + eps)


def torch_step(g, eps=eps, v=0.0):
    """The first step at rate one that PyTorch takes, from a state v."""
    p = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.RMSprop([p], lr=1.0, alpha=beta, eps=eps)
    p.grad = torch.ones_like(p)
    opt.step()  # makes the state, which is then set
    opt.state[p]["square_avg"].fill_(v)
    before = p.item()
    p.grad.fill_(g)
    opt.step()
    return before - p.item()


gradients = 10.0 ** np.arange(-8, 0)
steps = np.array([torch_step(g) for g in gradients])
np.testing.assert_allclose(steps, outside(gradients))
preset = [torch_step(g, eps=0.0, v=eps / beta) for g in gradients]
np.testing.assert_allclose(preset, inside(gradients))
tiny = gradients[0]
floor = tiny / inside(tiny)  # the denominator

# %%
fig, ax = plt.subplots(num="first-step")
g = np.geomspace(1e-8, 0.1, 60)
ax.plot(g, outside(g), color="C0", linestyle="-")
ax.plot(gradients, steps, "o", color="C0")
ax.plot(g, inside(g), color="C1", linestyle=(0, (5, 2)))
ax.set(xscale="log", yscale="log", xlabel="gradient size (log)", ylim=(5e-5, 60))
ax.set(ylabel="first step at rate 1 (log)", yticks=[1e-4, 1e-2, 1])
ax.text(1e-6, 17, "ε outside: PyTorch (dots)", color="C0")
ax.text(6e-6, 1.2e-2, "ε inside the root", color="C1")

# %%
# Each gradient by its size, "1e-08" to "1e-01"
at = dict(zip([f"{x:.0e}" for x in gradients], gradients, strict=True))

# %%
computed = {
    "outside-1e-1": f"{outside(at['1e-01']):.1f}",
    "inside-1e-1": f"{inside(at['1e-01']):.1f}",
    "outside-1e-4": f"{outside(at['1e-04']):.2f}",
    "inside-1e-4": f"{inside(at['1e-04']):.2f}",
    "ratio-1e-4": f"{outside(at['1e-04']) / inside(at['1e-04']):.0f}×",
    "outside-1e-6": f"{outside(at['1e-06']):.2f}",
    "inside-1e-6": f"{inside(at['1e-06']):.3f}",
    "ratio-1e-6": f"{outside(at['1e-06']) / inside(at['1e-06']):.0f}×",
    "floor": f"{floor:.0e}".replace("e-0", "e-"),
}
