"""Findings as pictures and on paper: charts, cards, slides, briefs. Drawn from released figures."""

from datashift.figures.pictures.contents import Place
from datashift.figures.pictures.draw import (
    PICTURES,
    Picture,
    indicator_card,
    indicator_chart,
    picture,
)

__all__ = ["PICTURES", "Picture", "Place", "indicator_card", "indicator_chart", "picture"]
