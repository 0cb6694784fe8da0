from django.apps import AppConfig


class BuilderConfig(AppConfig):
    name = "datashift.web.builder"
