"""Le VOCABULAIRE : parties, évènements, dossier, montants, dates, refus. N'importe aucune autre pièce."""
