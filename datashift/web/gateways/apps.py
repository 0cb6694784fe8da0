from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "datashift.web.gateways"
