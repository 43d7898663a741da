"""Numerical libraries on one thread."""

from contextlib import AbstractContextManager

import threadpoolctl  # type: ignore[import-untyped]


class OneThread:
    """Holds numpy's matrix products to one thread, whatever the environment says.

    How many threads share a product changes the order of its sums, and so its last bits; and a pool has a process a
    core already. Finding the libraries takes a millisecond, so it is done once, holding them takes microseconds.
    """

    def __init__(self) -> None:
        self._libraries = threadpoolctl.ThreadpoolController()

    def hold(self) -> AbstractContextManager[object]:
        """Return a context in which products run on one thread."""
        context: AbstractContextManager[object] = self._libraries.limit(limits=1, user_api="blas")
        return context
