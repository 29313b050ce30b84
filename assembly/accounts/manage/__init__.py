"""The team of an edition, and its hand-over to the next one."""

from assembly.accounts.manage import hand_over
from assembly.accounts.manage.team import office
