"""Answers public pages in front of the application, as long as nothing they were made of has changed.

A page is made for a visitor of whom nothing is known but the address asked for (`requests.py`), so that it can be no
other's page. It is kept with the counters of the tables it was read from and the instant at which the clock would
change it (`cache.py`), and given to everybody who asks for the same without a session. Emptying the cache at any moment
changes nothing but speed.
"""

from assembly.page_cache.answers import Answer, Reply
from assembly.page_cache.cache import PageCache
