from django.urls import path

from datashift.web.explore import views

app_name = "explore"
urlpatterns = [
    path("", views.home, name="home"),
]
