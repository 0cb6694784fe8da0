from django.urls import path

from datashift.web.explore.api import api
from datashift.web.explore.api.page import document, interface
from datashift.web.explore.views.addresses import PAGES

app_name = "explore"
urlpatterns = [
    *PAGES,
    path("api/", interface, name="interface"),
    path("api/openapi.json", document, name="document"),
    path("api/", api.urls),
]
