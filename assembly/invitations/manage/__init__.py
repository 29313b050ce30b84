"""The office's pages of invitations. Each module adds some."""

from assembly.invitations.manage import answers as answers
from assembly.invitations.manage import editing as editing
from assembly.invitations.manage import importing as importing
from assembly.invitations.manage import network_lists as network_lists
from assembly.invitations.manage.invitations import office as invitations

__all__ = ["invitations"]
