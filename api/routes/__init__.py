"""Routes by noun; each reads the call, asks the network once and shapes the answer."""
