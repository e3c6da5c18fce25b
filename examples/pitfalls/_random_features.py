"""A noisy curve in three dimensions, and least squares on random cosine features."""

import numpy as np


def truth(x):
    return np.sin(x[..., 0]) - 0.5 * np.sin(x[..., 1])


def sample(rng, *shape, noise):
    """Points (*shape, 3) and their labels with noise of this standard deviation."""
    x = rng.standard_normal((*shape, 3))
    return x, truth(x) + noise * rng.standard_normal(shape)


def features(x, frequency, phase):
    """Random cosine features, (..., 3) to (..., width)."""
    return np.cos(x @ frequency + phase) * np.sqrt(2 / len(phase))


def best_ridge(design, labels, fresh, targets):
    """Error on fresh points of ridge regression with the best of twelve penalties for them.

    Shapes (sets, n, width), (sets, n), (m, width), (m,).
    """
    kernel = design @ design.swapaxes(1, 2)  # (sets, n, n)
    across = fresh @ design.swapaxes(1, 2)  # (sets, m, n)
    errors = []
    for penalty in 2.0 ** np.arange(-9, 3):
        inverse = np.linalg.inv(kernel + penalty * np.eye(labels.shape[1]))
        predicted = (across @ inverse @ labels[..., None])[..., 0]  # (sets, m)
        errors.append(np.square(predicted - targets).mean())
    return min(errors)
