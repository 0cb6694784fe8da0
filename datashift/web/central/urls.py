"""Addresses: ODK Central's interface."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "central"
urlpatterns: list[URLPattern | URLResolver] = []
