from django.apps import AppConfig


class ExploreConfig(AppConfig):
    name = "datashift.web.explore"
