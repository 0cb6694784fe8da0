from django.urls import path

from datashift.web.official import views

app_name = "official"
urlpatterns = [
    path("official/", views.sources, name="sources"),
    path("official/bring/", views.bring, name="bring"),
    path("official/brought/<uuid:arrival>/", views.arrival, name="arrival"),
    path("official/<uuid:source>/", views.source, name="source"),
    path("official/versions/<uuid:version>/aside/", views.put_aside, name="put_aside"),
    path("official/versions/<uuid:version>/back/", views.take_back, name="take_back"),
]
