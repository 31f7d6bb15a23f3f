"""The process that owns the accelerator: protocol, client, main loop."""
