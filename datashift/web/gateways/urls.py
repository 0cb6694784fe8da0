"""Addresses: questionnaires by message."""

from __future__ import annotations

from django.urls import include, path

from datashift.web.gateways.views import doors, screens

app_name = "gateways"
urlpatterns = [
    path("messages/<str:key>/ussd", doors.ussd, name="ussd"),
    path("messages/<str:key>/sms", doors.sms, name="sms"),
    path("messages/<str:key>/whatsapp", doors.whatsapp, name="whatsapp"),
    path(
        "collect/questionnaires/<uuid:questionnaire>/messages/",
        include(
            [
                path("", screens.gateways, name="gateways"),
                path("try/", screens.try_questionnaire, name="try_questionnaire"),
                path("connect/<str:kind>/", screens.connect_gateway, name="connect_gateway"),
            ]
        ),
    ),
    path("collect/gateways/<uuid:gateway>/switch/", screens.switch_gateway, name="switch_gateway"),
    path("collect/gateways/<uuid:gateway>/remove/", screens.remove_gateway, name="remove_gateway"),
]
