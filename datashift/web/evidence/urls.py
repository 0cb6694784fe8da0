from django.urls import path

from datashift.web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("today/", views.today, name="today"),
]
