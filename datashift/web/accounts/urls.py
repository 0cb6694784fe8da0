from django.urls import path

from datashift.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/profile/", views.profile, name="profile"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.create_organisation, name="create_organisation"),
    path("organisations/<slug:organisation>/", views.organisation, name="organisation"),
    path(
        "organisations/<slug:organisation>/edit/",
        views.edit_organisation,
        name="edit_organisation",
    ),
    path("organisations/<slug:organisation>/log/", views.log, name="log"),
    path("organisations/<slug:organisation>/leave/", views.leave, name="leave"),
    path("organisations/<slug:organisation>/invite/", views.invite, name="invite"),
    path(
        "organisations/<slug:organisation>/invitations/<uuid:invitation>/take-back/",
        views.take_back_invitation,
        name="take_back_invitation",
    ),
    path(
        "organisations/<slug:organisation>/members/<uuid:member>/role/",
        views.change_role,
        name="change_role",
    ),
    path(
        "organisations/<slug:organisation>/members/<uuid:member>/remove/",
        views.remove_member,
        name="remove_member",
    ),
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("platform/", views.platform, name="platform"),
]
