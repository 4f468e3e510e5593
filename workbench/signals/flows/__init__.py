"""Money in motion: what is passed on, and what comes round in a circle."""
