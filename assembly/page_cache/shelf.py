"""Keeps answers within a limit of memory; what was not asked for the longest goes first."""

from collections import OrderedDict
from threading import Lock

from assembly.page_cache.answers import Answer
from assembly.page_cache.requests import Key


class Shelf:
    """Answers by what was asked, at most `most` bytes; one that takes an eighth of it is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = Lock()
        self.size = 0
        "Bytes kept, roughly."

    def get(self, key: Key) -> Answer | None:
        """Return what is kept, be it right or not."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer in the place of an earlier one."""
        with self._lock:
            self._remove(key)
            if answer.size * 8 > self._most:
                return
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self._most:
                self._remove(next(iter(self._answers)))

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._answers.clear()
            self.size = 0

    def _remove(self, key: Key) -> None:
        gone = self._answers.pop(key, None)
        if gone is not None:
            self.size -= gone.size
