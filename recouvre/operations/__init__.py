"""Les GESTES : composent les pièces, écrivent en une transaction, ne montrent rien."""
