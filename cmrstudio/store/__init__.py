"""The durable annotation store."""
