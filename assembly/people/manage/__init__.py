"""The office's pages of people. Each module adds some."""

from assembly.people.manage import adding, delegation, editing, people, person, table
