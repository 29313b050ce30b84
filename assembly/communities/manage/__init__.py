"""The directory in the office. Each module puts its pages on one of the two blueprints."""

from assembly.communities.manage import duplicates as duplicates
from assembly.communities.manage import entries as entries
from assembly.communities.manage import imports as imports
from assembly.communities.manage import suggestions as suggestions
from assembly.communities.manage.listing import office as office
from assembly.communities.manage.partners import networks as networks
