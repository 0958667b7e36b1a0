"""Le TABLEAU : tables rich, JSON, CSV, français des montants et des dates. Seul à connaître rich."""
