"""The report after the assembly: one sheet of facts, told in two languages and three forms."""
