"""Le droit, vérifié par un second calculateur et par des cas qu'un juriste peut lire et écrire."""
