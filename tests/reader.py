"""What tests of the pages in a browser do as a reader does: point, copy, look whether something is in view."""

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => item.types.includes(type) ? (await item.getType(type)).text() : "";
  return [await read("text/plain"), await read("text/html")];
}"""


def in_view(page, selector):
    """Whether the top of an element lies below the header and above the foot of the window."""
    top = page.locator(selector).bounding_box()["y"]
    return page.locator(".md-header").bounding_box()["height"] <= top < page.viewport_size["height"]


def link_to(page, name):
    return page.locator(f"a.headerlink[href='#{name}']")
