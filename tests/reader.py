"""What tests of the pages in a browser do as a reader does: point, copy, look whether something is in view."""

from axe_playwright_python.sync_playwright import Axe

# One page of every kind, by what it is.
KINDS = {
    "home": "",
    "section": "losses/",
    "example": "examples/cnn/receptive_field/",
    "task": "examples/scratch/convolution/",
    "questions": "questions/losses/",
    "question list": "questions/",
    "task list": "scratch/",
    "ledger": "claims/",
    "robustness": "robustness/",
    "study lists": "study/",
    "terms": "terms/",
    "gallery": "examples/",
    "unknown": "404.html",
}
# How the addresses of these kinds begin; all others have one page.
OF_MANY = {
    "task": "examples/scratch/",
    "example": "examples/",
    "questions": "questions/",
    "section": "",
}
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => item.types.includes(type) ? (await item.getType(type)).text() : "";
  return [await read("text/plain"), await read("text/html")];
}"""


def kind_of(address):
    """The kind of a page, by its address below the site."""
    named = {KINDS[kind]: kind for kind in KINDS if kind not in OF_MANY}
    of_many = (kind for kind, begins in OF_MANY.items() if address.startswith(begins))
    return named.get(address) or next(of_many)


def plan(page, server):
    """Address of the first plan: a study list."""
    page.goto(f"{server}study/")
    return page.locator(".plan a[href*='list=']").first.evaluate("(link) => link.href")


def in_view(page, selector):
    """Whether the top of an element lies below the header and above the foot of the window."""
    top = page.locator(selector).bounding_box()["y"]
    return page.locator(".md-header").bounding_box()["height"] <= top < page.viewport_size["height"]


def link_to(page, name):
    return page.locator(f"a.headerlink[href='#{name}']")


def violations(page, *rules):
    """What axe finds wrong with a page, by all rules or these: name of the rule and beginning of the first element."""
    # Of what the rules find right, nothing is written down, which takes most of their time.
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found]


# The page's own way to copy is fetched once something is selected: this notes that it is there.
READY = """
  const listen = document.addEventListener;
  document.addEventListener = function (name, ...rest) {
    listen.call(this, name, ...rest);
    if (name === "copy") window.copies = true;
  };
"""
SELECT = """(elements) => {
  const [first, last] = [elements[0], elements.at(-1)];
  getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
}"""


def copied(page, first, last=None):
    """Plain and rich text of what a reader copies who selects from one element to another; the page was made READY."""
    ends = [one.element_handle() for one in (first, last or first)]
    page.evaluate(SELECT, ends)
    return copied_selection(page)


def copied_selection(page):
    """Plain and rich text of what is selected already."""
    page.wait_for_function("() => window.copies")
    page.keyboard.press("Control+c")
    return page.evaluate(CLIPBOARD)
