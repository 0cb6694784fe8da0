from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "datashift.web.evidence"
