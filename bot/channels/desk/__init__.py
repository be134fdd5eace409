"""The parts of the front desk: the two commits, what a button means, and the guard over every reply."""
