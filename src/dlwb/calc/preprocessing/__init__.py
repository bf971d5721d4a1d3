"""How pictures become a network's input, and where things of the input lie in the picture."""
