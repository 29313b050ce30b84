"""The directory in the office. Each module puts its pages on one of the two blueprints."""

from assembly.communities.manage import duplicates, entries, imports, suggestions
from assembly.communities.manage.listing import office
from assembly.communities.manage.partners import networks
