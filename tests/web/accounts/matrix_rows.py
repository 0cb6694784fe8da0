"""Who may reach what: people and organisations."""

ARGUMENTS = {
    "organisation": lambda scene: scene.organisation.slug,
    "member": lambda scene: scene.membership("viewer").pk,
    "invitation": lambda scene: scene.invitation_pk,
    "token": lambda scene: scene.token,
    "account_confirm_email key": lambda scene: "not-a-key",
    "account_reset_password_from_key key": lambda scene: "not-a-key",
    "uidb36": lambda scene: "1",
}
ROWS = """
#                                          anonymous stranger elsewhere former viewer reviewer editor owner steward
accounts:profile                     GET   in        200
accounts:profile                     POST  in        422
accounts:organisations               GET   in        200
accounts:organisations               POST  in        405
accounts:create_organisation         GET   in        200
accounts:create_organisation         POST  in        422
accounts:organisation                GET   in        404      404       404    200    200      200    200   404
accounts:organisation                POST  in        405
accounts:edit_organisation           GET   in        404      404       404    403    403      403    200   404
accounts:edit_organisation           POST  in        404      404       404    403    403      403    422   404
accounts:log                         GET   in        404      404       404    403    403      403    200   404
accounts:log                         POST  in        405
accounts:leave                       GET   in        404      404       404    200    200      200    200   404
accounts:leave                       POST  in        404      404       404    302    302      302    302   404
accounts:invite                      GET   in        404      404       404    403    403      403    200   404
accounts:invite                      POST  in        404      404       404    403    403      403    422   404
accounts:take_back_invitation        GET   in        405
accounts:take_back_invitation        POST  in        404      404       404    403    403      403    302   404
accounts:change_role                 GET   in        404      404       404    403    403      403    200   404
accounts:change_role                 POST  in        404      404       404    403    403      403    422   404
accounts:remove_member               GET   in        404      404       404    403    403      403    200   404
accounts:remove_member               POST  in        404      404       404    403    403      403    302   404
accounts:accept_invitation           GET   in        200
accounts:accept_invitation           POST  in        302
accounts:platform                    GET   in        404      404       404    404    404      404    404   200
accounts:platform                    POST  in        405

# allauth: signing in, and the own account
account_login                        GET   200       302
account_login                        POST  200       302
account_logout                       GET   302       200
account_logout                       POST  302
account_inactive                     GET   200
account_inactive                     POST  405
account_signup                       GET   200       302
account_signup                       POST  200       302
account_reauthenticate               GET   in        200
account_reauthenticate               POST  in        200
account_email                        GET   in        200
account_email                        POST  in        302
account_email_verification_sent      GET   200
account_email_verification_sent      POST  405
account_change_password              GET   in        200
account_change_password              POST  in        200
account_set_password                 GET   in        302
account_set_password                 POST  in        302
account_reset_password               GET   200
account_reset_password               POST  200
account_confirm_login_code           GET   in        302
account_confirm_login_code           POST  in        302
account_confirm_email                GET   200
account_confirm_email                POST  404
account_reset_password_from_key_done GET   200
account_reset_password_from_key_done POST  405
account_reset_password_from_key      GET   200
account_reset_password_from_key      POST  200
account_reset_password_done          GET   200
account_reset_password_done          POST  405
mfa_index                            GET   in        200
mfa_index                            POST  in        405
mfa_authenticate                     GET   in        302
mfa_authenticate                     POST  in        302
mfa_reauthenticate                   GET   in        302
mfa_reauthenticate                   POST  in        302
mfa_activate_totp                    GET   in        302
mfa_activate_totp                    POST  in        302
mfa_deactivate_totp                  GET   in        404
mfa_deactivate_totp                  POST  in        404
mfa_view_recovery_codes              GET   in        404
mfa_view_recovery_codes              POST  in        405
mfa_generate_recovery_codes          GET   in        302
mfa_generate_recovery_codes          POST  in        302
mfa_download_recovery_codes          GET   in        404
mfa_download_recovery_codes          POST  in        404
"""
