"""Quantizing within a bound: what a candidate is worth, when that is certain, and what to try next. Pure functions."""
