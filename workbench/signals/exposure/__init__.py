"""What exposure rests on: whom one must doubt, how people were reached, and which fraud it looks like."""
