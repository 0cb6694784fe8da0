from django.urls import path

from datashift.web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("today/", views.today, name="today"),
    # A study and its files
    path("work/<uuid:study>/", views.study, name="study"),
    # What the study says, and what became of it
]
