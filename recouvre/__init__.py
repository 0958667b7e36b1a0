"""`recouvre` : tenir des dossiers de recouvrement amiable, calculer au centime, prouver."""

__version__ = "0.6.1"
