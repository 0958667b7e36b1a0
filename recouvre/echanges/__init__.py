"""Les FORMATS : remises CSV, factures électroniques, identifiants ⇄ brouillons."""
