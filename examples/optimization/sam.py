# %% [markdown]
# # A step of SAM
# What does sharpness-aware minimization compute, and where does it come to rest?

# %%
import torch

# %% [markdown]
# ## The step
# Climb by ρ along the gradient, take the gradient there, go back, and step with it.


# %%
def sam_step(opt, backward, rho=0.05):
    """One step; backward() computes the loss and adds its gradients to those of the weights."""
    opt.zero_grad()
    loss = backward()
    params = [p for group in opt.param_groups for p in group["params"]]
    params = [p for p in params if p.grad is not None]  # frozen ones stay
    with torch.no_grad():
        norm = torch.stack([p.grad.norm() for p in params]).norm()
        climb = [rho * p.grad / (norm + 1e-12) for p in params]
        for p, e in zip(params, climb, strict=True):
            p.add_(e)
    opt.zero_grad()
    backward()
    with torch.no_grad():
        for p, e in zip(params, climb, strict=True):
            p.sub_(e)
    opt.step()
    return loss


# %% [markdown]
# ## On a parabola
# On $\frac{h}{2} x^2$ the gradient is $h\,(x + \rho \operatorname{sign} x)$. So x comes to no
# rest: it ends up jumping between plus and minus $\frac{\alpha h \rho}{2 - \alpha h}$, the further the
# sharper the valley.

# %%
RATE, RHO, STEPS = 0.1, 0.05, 400
calls = []


def rest(h):
    """Where |x| ends."""
    x = torch.ones(1, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.SGD([x], lr=RATE)

    def backward():
        loss = (h / 2 * x**2).sum()
        loss.backward()
        calls.append(x.item())
        return loss

    for _ in range(STEPS):
        sam_step(opt, backward, RHO)
    return abs(x.item())


SHARPER = 10
flat, sharp = rest(1.0), rest(1.0 * SHARPER)
passes = len(calls) / (2 * STEPS)
for h, found in ((1.0, flat), (1.0 * SHARPER, sharp)):
    assert abs(found - RATE * h * RHO / (2 - RATE * h)) < 1e-9

# %%
computed = {
    "passes": f"{passes:.0f} backward passes",
    "further": f"{sharp / flat:.0f}×",
}
given = {"sharper": f"{SHARPER}×"}
