"""The tour: seven steps on the demonstration study."""
