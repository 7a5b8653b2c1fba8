"""Fictitious networks and rosters: data to try, to test and to measure with.

Everything here is made from a seed: the same seed gives the same bytes. Names, places and
numbers are invented; telephone numbers are of the form 13800xxxxxx.
"""
