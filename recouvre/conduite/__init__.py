"""La PRATIQUE, pure : scénarios, démarches, porte, pièces exigées. Ni horloge, ni fichier, ni flottant."""
