"""The settings of an edition and how one comes about. Each module puts its pages on one of the two blueprints."""

from assembly.editions.manage import day_and_place, editing, founding, opening, people, pictures
from assembly.editions.manage.blueprint import editions, office
