"""Verbs on signatures: `facts` count, `beginning` and `checking` are how one comes about, `texts` what is signed."""
