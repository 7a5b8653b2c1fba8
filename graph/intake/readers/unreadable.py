"""Why a file cannot be read, as a code that both sides of the process border know.

This module stays free of other imports: every child process loads it.
"""


class Unreadable(Exception):
    """A file that cannot be read; `code` is a key of `reasons.REASONS`, `detail` a place in it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
