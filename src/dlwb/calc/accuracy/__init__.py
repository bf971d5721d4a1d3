"""How right a network is: records of single pictures, figures with intervals, and variants on the same pictures."""
