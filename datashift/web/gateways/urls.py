"""Addresses: questionnaires by message."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "gateways"
urlpatterns: list[URLPattern | URLResolver] = []
