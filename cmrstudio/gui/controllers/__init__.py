"""What stands between the session, the workers and the views."""
