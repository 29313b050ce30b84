"""The article on an assembly: blocks of free text around figures of one fact sheet, in both languages. Pure."""
