"""Addresses: making a questionnaire."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "builder"
urlpatterns: list[URLPattern | URLResolver] = []
