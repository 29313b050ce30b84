"""Two entries for one person: found, compared, made one."""
