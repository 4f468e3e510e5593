"""What calls tell: who rings strangers and how, what lies beside it, and which number carries on for another."""
