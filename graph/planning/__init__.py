"""Who takes over: plans made from a snapshot, explained, compared, and applied as one change set.

`request` says what is asked, `plan` what is proposed, `reason` why. `matching` decides who gets
whom and knows nothing of people; the modules beside it turn facts into such problems and
solutions back into changes. `plans` is the part of `Network` that doors call.
"""
