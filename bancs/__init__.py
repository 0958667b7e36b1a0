"""Mesures reproductibles, toujours en rapport : ce qu'on mesure et son plancher tournent en alternance, dans la même
exécution. `make bancs` les lance toutes et écrit docs/mesures.md. Ce ne sont pas des tests : rien n'y échoue.
"""
