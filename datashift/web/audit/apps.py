from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "datashift.web.audit"
