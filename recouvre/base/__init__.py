"""Le DISQUE : cabinet, journal, parties, projections, envois, migrations. Seul à connaître SQLite."""
