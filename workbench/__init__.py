"""The anti-fraud link workbench."""
