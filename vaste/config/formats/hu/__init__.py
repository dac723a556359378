"""How dates are written in Hungarian."""
