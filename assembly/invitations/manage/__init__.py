"""The office's pages of invitations. Each module adds some."""

from assembly.invitations.manage import answers, editing, importing, network_lists
from assembly.invitations.manage.invitations import office as invitations
