"""What one operation of each type costs, by family; `dlwb.calc.costs` puts the families into one table."""
