"""How it is put together: settings, wiring, server, worker loop, command line."""
