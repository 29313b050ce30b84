"""The pages of the desk."""

from assembly.cochairs.manage import ceremony, my_day, quotes, speakers
from assembly.cochairs.manage.blueprint import desk
