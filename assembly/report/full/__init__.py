"""The full report: sections of figures, tables and drawings from the same fact sheet as the article."""
