"""Addresses: filling a questionnaire in a browser."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "fill"
urlpatterns: list[URLPattern | URLResolver] = []
