from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "datashift.web.imports"
