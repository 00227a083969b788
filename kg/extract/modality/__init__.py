"""Words that deny, plan, doubt or ask, and how far they reach."""
