"""Organisations that enterprises without one could found: their own, or one with others.

`grouping` is the bare problem, `runs` a good answer, `model` the exact one; `proposing` makes
changes of it.
"""
