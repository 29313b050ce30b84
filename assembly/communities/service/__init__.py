"""Verbs on the directory, one family a file."""

from assembly.communities.service.merging import CannotMerge as CannotMerge
from assembly.communities.service.merging import StillUsed as StillUsed
from assembly.communities.service.merging import merge as merge
from assembly.communities.service.merging import remove as remove
from assembly.communities.service.networks import NetworkInvited as NetworkInvited
from assembly.communities.service.networks import add_network as add_network
from assembly.communities.service.networks import change_network as change_network
from assembly.communities.service.networks import drop_logo as drop_logo
from assembly.communities.service.networks import free_network_code as free_network_code
from assembly.communities.service.networks import move_network as move_network
from assembly.communities.service.networks import remove_partner as remove_partner
from assembly.communities.service.networks import set_logo as set_logo
from assembly.communities.service.places import AlreadyThere as AlreadyThere
from assembly.communities.service.places import add as add
from assembly.communities.service.places import add_community as add_community
from assembly.communities.service.places import change as change
from assembly.communities.service.suggestions import accept as accept
from assembly.communities.service.suggestions import dismiss as dismiss
from assembly.communities.service.suggestions import link as link
from assembly.communities.service.suggestions import suggest as suggest
from assembly.communities.service.suggestions import take_up as take_up
