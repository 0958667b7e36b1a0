"""La LOI, pure : taux, intérêts, indemnité, imputation, décompte, délais. Ni horloge, ni fichier, ni flottant."""
