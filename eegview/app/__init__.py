"""What the reviewer is doing. No Qt: everything here runs headless."""
