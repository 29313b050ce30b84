"""The settings of an edition and how one comes about. Each module puts its pages on one of the two blueprints."""

from assembly.editions.manage import day_and_place as day_and_place
from assembly.editions.manage import editing as editing
from assembly.editions.manage import founding as founding
from assembly.editions.manage import opening as opening
from assembly.editions.manage import people as people
from assembly.editions.manage import pictures as pictures
from assembly.editions.manage.blueprint import editions as editions
from assembly.editions.manage.blueprint import office as office
