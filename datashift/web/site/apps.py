from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "datashift.web.site"
    label = "site"
