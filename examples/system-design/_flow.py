"""Boxes and arrows: draws the stages of a system on a grid, and what flows between them."""

from string import ascii_lowercase

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, Rectangle

WIDTH, HEIGHT = 0.84, 0.66  # of a box, in steps of the grid


def draw(name, rows, serves, learns):
    """Figure `name`. `rows` holds the labels of the boxes, line by line.

    The boxes are called a, b, c and so on, in the order of reading; "ab bc" leads from the
    first over the second to the third. What an answer waits for, `serves`, is drawn solid,
    the slow loop of labels and new models, `learns`, dashed.
    """
    _, ax = plt.subplots(num=name, figsize=(5, 0.8 * len(rows)))
    boxes = {}
    for y, row in enumerate(rows):
        for x, label in enumerate(row):
            corner = x - WIDTH / 2, -y - HEIGHT / 2
            box = Rectangle(corner, WIDTH, HEIGHT, fc="w", ec="k", lw=1)
            boxes[ascii_lowercase[len(boxes)]] = ax.add_patch(box), (x, -y)
            ax.text(x, -y, label, ha="center", va="center")
    for pairs, color, style in ((serves, "C0", "-"), (learns, "C1", (0, (3, 1.5)))):
        for start, end in pairs.split():
            (one, here), (other, there) = boxes[start], boxes[end]
            ends = {"patchA": one, "patchB": other, "shrinkA": 0, "shrinkB": 0}
            look = {"arrowstyle": "-|>", "mutation_scale": 10, "lw": 1.4}
            line = {"color": color, "linestyle": style}
            ax.add_patch(FancyArrowPatch(here, there, **ends, **look, **line))
    ax.set(xlim=(-0.45, 2.45), ylim=(0.6 - len(rows), 0.4))
    ax.axis("off")
