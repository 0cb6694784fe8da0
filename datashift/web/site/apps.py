from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "datashift.web.site"
    label = "site"

    def ready(self) -> None:
        from datashift.web.site.templatetags import sentences

        sentences.take_over()
