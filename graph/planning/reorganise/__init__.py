"""Merging, splitting, renaming and upgrading: a reorganisation planned step by step.

`reading` turns the request's JSON into `steps`; each step has a module that works it out on the
facts as the steps before it leave them; `together` makes changes of them that can be ticked
one by one; `mending` proposes who takes over where somebody would lose cover.
"""
