"""Events filmed at home beside the recorded events that they resemble."""
