"""La PLUME : décompte + modèle → texte → PDF. Seule à connaître jinja2 et reportlab."""
