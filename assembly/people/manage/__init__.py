"""The office's pages of people. Each module adds some."""

from assembly.people.manage import adding as adding
from assembly.people.manage import delegation as delegation
from assembly.people.manage import editing as editing
from assembly.people.manage import people as people
from assembly.people.manage import person as person
from assembly.people.manage import table as table
