"""The doors of the liaison network: the command line and, beside it, HTTP."""
