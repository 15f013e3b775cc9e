"""Being here, it puts the tests folder on the path, so that every test finds `memory_source`."""
