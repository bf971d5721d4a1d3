"""What things are: frozen dataclasses, standard library only, no input or output."""
