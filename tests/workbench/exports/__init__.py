"""The tests of the exports."""
