"""The generalized assignment problem: each item to one agent, within what agents can bear.

`graph.planning.assignment` is the door. `asking` reads what was given into an `instance` of whole
numbers. `flow` solves the case that is a network flow. `linear` and `lagrangian` (on `knapsack`)
prove lower bounds and price agents and items. `first` gives a plan at once; `landscape`,
`annealing` and `touring` look for good ones by those prices, in this process and in a second one
(`worker`, `helper`). `exact` proves or betters small cores, `neighbourhood` picks them, `closing`
does so beside everything else. `pursuit` and `turns` decide who works when; `shortage` says what
cannot be.
"""
