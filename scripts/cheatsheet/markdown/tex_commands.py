"""The commands and characters of TeX that formulas may use, by what they draw: a short list, so that none draws what no rule sees."""

GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi varphi chi psi omega"
    " Gamma Delta Theta Lambda Sigma Phi Psi ell infty partial nabla top"
)
RELATIONS = (
    "approx sim le leq ge geq ne neq lt gt ll gg in notin to mapsto leftarrow rightarrow longrightarrow Rightarrow"
    " propto equiv subset"
)
FUNCTIONS = "log ln exp max min sin cos tan arctan sum prod argmax argmin Pr"
KINDS = {
    **dict.fromkeys(GREEK.split(), "symbol"),
    **dict.fromkeys(FUNCTIONS.split(), "function"),
    **dict.fromkeys(
        ["cdot", "times", "pm", "mp", "div", "cap", "cup", "mid", "bmod", "star", "odot", "circ"],
        "operation",
    ),
    **dict.fromkeys(RELATIONS.split(), "relation"),
    **dict.fromkeys(["lVert", "lvert", "lfloor", "lceil", "{"], "open"),
    **dict.fromkeys(["rVert", "rvert", "rfloor", "rceil", "}"], "close"),
    **dict.fromkeys(["quad", "qquad", "\\"], "end"),
    **dict.fromkeys(["dots", "ldots", "cdots"], "dots"),
}
CHARACTERS = {
    **dict.fromkeys("+-/!'", "operation"),
    **dict.fromkeys("=<>", "relation"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
    "|": "bar",
    **dict.fromkeys("&;:", "end"),
    **dict.fromkeys(",.", "comma"),
    "*": "symbol",
}
SPACES, SIZES = {",", ";", ":", "!", " "}, {"big", "Big", "bigl", "bigr", "Bigl", "Bigr"}
WORDS = {"text", "mathrm", "operatorname"}
ALPHABETS, ACCENTS = {"mathbb", "mathcal", "mathbf"}, {"hat", "tilde", "bar", "dot", "ddot"}
FRACTIONS = {"frac", "tfrac", "dfrac"}
LAYOUTS = {"gathered", "aligned", "cases", "pmatrix", "bmatrix"}
# Commands as they read in a text.
SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷", "-": "−", "approx": "≈", "sim": "~",
    "lt": "<", "gt": ">", "leq": "≤", "geq": "≥", "ll": "≪", "gg": "≫", "le": "≤", "ge": "≥",
}  # fmt: skip
