"""Who may see and do what: grants, and the one place that decides what somebody sees.

`sight` says which nodes a grant shows, `narrowing` makes the snapshot somebody may see, and
`view` answers every question from it. Nothing outside a view can be named, counted or found,
because it is not in the arrays the view works on.
"""
