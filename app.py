"""The workbench in a browser: `streamlit run app.py` from a checkout; installed, `workbench serve` does the same."""

from workbench.pages.main import show

show()
