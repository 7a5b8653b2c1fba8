"""The generalized assignment problem: each item to one agent, within what agents can bear.

`graph.planning.assignment` is the door. `asking` reads what was given into an `instance` of whole
numbers. `flow` solves the case that is a network flow. `linear` and `lagrangian` (on `knapsack`)
prove lower bounds and price agents and items; `landscape` and `annealing` look for good plans by
those prices, in this process and in a second one (`worker`, `helper`); `exact` proves or improves
small cores and `neighbourhood` picks them. `pursuit` decides who works when; `shortage` says what
cannot be.
"""
