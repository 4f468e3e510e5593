"""The tests of people's work."""
