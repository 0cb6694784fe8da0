from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "datashift.web.review"
