"""The pages of the desk."""

from assembly.cochairs.manage import ceremony as ceremony
from assembly.cochairs.manage import my_day as my_day
from assembly.cochairs.manage import quotes as quotes
from assembly.cochairs.manage import speakers as speakers
from assembly.cochairs.manage.blueprint import desk as desk
