"""Le vocabulaire : montants, dates, dossier plié, évènements relus."""
