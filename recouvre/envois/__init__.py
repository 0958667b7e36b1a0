"""La PORTE de sortie : un canal par module, chacun rend une preuve."""
