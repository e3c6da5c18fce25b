"""Names and places on the pages that the tests of all engines share."""

# The name of each kind of page, and one of it.
PAGES = {
    "home": "",
    "section": "losses/",
    "example": "examples/cnn/receptive_field/",
    "questions": "questions/losses/",
    "ledger": "claims/",
    "study lists": "study/",
    "index of terms": "terms/",
    "gallery": "examples/",
    "robustness": "robustness/",
    "404": "no-such-page",
}
BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"
PAPER, NIGHT = "rgb(253, 252, 250)", "rgb(21, 25, 31)"
SWITCH = "button.scheme"
FOLD = "details.question"
