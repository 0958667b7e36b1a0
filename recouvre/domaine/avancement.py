"""Dire où en est un long travail, sans savoir qui l'écoute : un écran, ou personne."""

from __future__ import annotations

from collections.abc import Callable

Suivi = Callable[[int, int], None]
"""Appelé avec ce qui est fait, puis ce qu'il y a à faire en tout."""
