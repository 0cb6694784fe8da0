from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "datashift.web.keeping"
