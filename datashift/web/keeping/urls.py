"""Addresses: how long things are kept, erasure, backup."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "keeping"
urlpatterns: list[URLPattern | URLResolver] = []
