"""The forms the ledger has had, each as the step from the one before."""
