from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "datashift.web.reports"
