"""The made-up city: a hand-over of people, paper, hands, calls and money, and the truth about it."""

from workbench.city.plan import DIFFICULTIES, EASY, HARD, MEDIUM, Difficulty
from workbench.city.write import write_city

__all__ = ["DIFFICULTIES", "EASY", "HARD", "MEDIUM", "Difficulty", "write_city"]
