"""A browser as these tests use it: what each engine does in its own way, and what follows from that."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

# Seconds; a loaded machine is no fault of the page.
PATIENCE = 30
SELECT = """(selector) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
# A field of its own: what is pasted there is what was on the clipboard, in every engine and without a question.
FIELD = """() => {
  const field = document.body.appendChild(document.createElement("textarea"));
  field.id = "pasted";
  field.focus();
}"""
PASTED = """() => {
  const field = document.querySelector("#pasted");
  const { value } = field;
  field.remove();
  return value;
}"""


class Engine(ABC):
    """One window of a browser. Functions are JavaScript, `(selector) => …`; a promise is waited for."""

    # Whether `pdf` is there.
    prints = True

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to an address and wait until it has loaded."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page again and wait until it has loaded."""

    @abstractmethod
    def run(self, function: str, *arguments: Any) -> Any:
        """What a function answers in the page."""

    @abstractmethod
    def url(self) -> str:
        """The address of the page, asked of the browser: a page that is leaving answers nothing."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """A real click in the middle of the first element."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Real keys, to where the focus is."""

    @abstractmethod
    def hold_control(self, key: str) -> None:
        """Press a key while Ctrl is held."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page this size, or the nearest that the window can have."""

    @abstractmethod
    def paper(self) -> AbstractContextManager[None]:
        """Show the page as it is printed."""

    @abstractmethod
    def picture(self) -> bytes:
        """What the window shows, as PNG."""

    def pdf(self) -> bytes:
        """The page printed, with its backgrounds."""
        raise NotImplementedError

    def until(self, function: str, *arguments: Any) -> Any:
        """Wait until a function answers something true; its answer."""
        return wait(lambda: self.run(function, *arguments), function)

    def arrived(self, part: str) -> None:
        """Wait until a page with this in its address has loaded."""
        wait(lambda: part in self.url(), part)
        self.until("() => document.readyState === 'complete'")

    def there(self, selector: str) -> None:
        """Wait until an element is to be seen."""
        self.until("(selector) => document.querySelector(selector)?.checkVisibility()", selector)

    def text(self, selector: str) -> str:
        return str(self.until("(one) => document.querySelector(one)?.innerText.trim()", selector))

    def press(self, selector: str) -> None:
        """Click what may appear only now, and may lie under a bar that sticks."""
        self.there(selector)
        self.run(
            "(one) => document.querySelector(one).scrollIntoView({ block: 'center', behavior: 'instant' })",
            selector,
        )
        self.click(selector)

    def copied(self, selector: str) -> str:
        """What lands on the clipboard as text when a reader selects an element and presses Ctrl+C."""
        self.run(SELECT, selector)
        self.hold_control("c")
        return self.clipboard()

    def clipboard(self) -> str:
        """The text on the clipboard, pasted by Ctrl+V."""
        self.run(FIELD)
        self.hold_control("v")
        # A paste is not over when its key is up.
        self.until("() => document.querySelector('#pasted').value")
        return str(self.run(PASTED))

    def forget(self) -> None:
        """Leave nothing for the next test."""
        self.run("() => localStorage.clear()")


def wait(ask: Callable[[], Any], what: str) -> Any:
    """Ask until the answer is true; the answer."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < end, f"not within {PATIENCE} s: {what}"
        time.sleep(0.05)


@contextmanager
def undone(do: Callable[[], object], undo: Callable[[], object]) -> Iterator[None]:
    """Do something for the length of a block."""
    do()
    try:
        yield
    finally:
        undo()
