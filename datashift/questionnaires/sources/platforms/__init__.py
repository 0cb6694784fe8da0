"""How each platform writes what was answered."""
