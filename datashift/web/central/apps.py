from django.apps import AppConfig


class CentralConfig(AppConfig):
    name = "datashift.web.central"
