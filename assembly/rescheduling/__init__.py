"""Changes of plan: an assembly is postponed, moved online, cancelled or reinstated, and everything follows."""
