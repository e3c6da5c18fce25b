# %% [markdown]
# # The distillation loss
# What does the temperature show of the teacher, and why is the loss multiplied by its
# square?

# %%
import torch
from torch.nn import functional as F

# %% [markdown]
# ## The loss
# KL divergence from the teacher's to the student's distribution, both at temperature T,
# times T², plus ordinary cross-entropy with the labels, without a temperature.


# %%
def distillation_loss(student, teacher, labels, temperature=4.0, soft=0.9):
    """Mean loss of student logits (N, C); the teacher's (N, C) get no gradient."""
    log_p = (teacher.detach() / temperature).log_softmax(1)
    log_q = (student / temperature).log_softmax(1)
    kl = (log_p.exp() * (log_p - log_q)).sum(1).mean()
    hard = -student.log_softmax(1).gather(1, labels[:, None]).mean()
    return soft * temperature**2 * kl + (1 - soft) * hard


# %%
torch.manual_seed(0)
student, teacher = 3 * torch.randn(2, 64, 10, dtype=torch.float64)
labels = torch.randint(10, (64,))
soft_loss = F.kl_div(
    (student / 4).log_softmax(1), (teacher / 4).softmax(1), reduction="batchmean"
)
whole = 0.9 * 4**2 * soft_loss + 0.1 * F.cross_entropy(student, labels)
assert torch.isclose(distillation_loss(student, teacher, labels), whole)
sure = 1e4 * teacher  # probabilities that round to zero: no NaN
assert distillation_loss(student, sure, labels).isfinite()

# %% [markdown]
# The default of `F.kl_div` is the mean over all elements. It divides by the classes too,
# and is no KL divergence.

# %%
each = F.kl_div(
    (student / 4).log_softmax(1), (teacher / 4).softmax(1), reduction="none"
)
too_small = soft_loss / each.mean()

# %% [markdown]
# ## What a soft target shows
# A teacher's logits for dog, wolf and car. Without a temperature nearly all of the mass
# lies on the first; a higher one shows which mistake is the likelier.

# %%
logits = torch.tensor([10.0, 7.0, 0.0], dtype=torch.float64)
sharp, smooth = (logits / 1).softmax(0), (logits / 4).softmax(0)

# %% [markdown]
# ## The gradient
# On a student logit it is $\frac{1}{T}(q - p)$. For a large T both softmaxes are nearly
# linear, $q - p \approx \frac{z - v}{CT}$ for logits z and v of mean zero: the gradient
# falls as $1/T^2$, and T² brings it back.


# %%
def slope(temperature, squared=True):
    """Gradient of the soft part alone, summed over samples, (64, 10)."""
    z = student.clone().requires_grad_()
    loss = distillation_loss(z, teacher, labels, temperature, soft=1.0) * len(z)
    (gradient,) = torch.autograd.grad(loss, z)
    return gradient if squared else gradient / temperature**2


p, q = ((x / 4).softmax(1) for x in (teacher, student))
assert torch.allclose(slope(4.0, squared=False), (q - p) / 4)
centred = (student - teacher) - (student - teacher).mean(1, keepdim=True)
assert torch.allclose(slope(1e5), centred / 10, rtol=1e-3, atol=1e-4)
falls = slope(1e4, squared=False).norm() / slope(2e4, squared=False).norm()

# %%
computed = {
    "dog-sharp": f"{sharp[0]:.0%}",
    "wolf-sharp": f"{sharp[1]:.0%}",
    "dog-smooth": f"{smooth[0]:.0%}",
    "wolf-smooth": f"{smooth[1]:.0%}",
    "car-smooth": f"{smooth[2]:.0%}",
    "falls": f"{falls:.0f}×",
    "too-small": f"{too_small:.0f}×",
}
