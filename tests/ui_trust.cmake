# Whom the client trusts (after ui_command.cmake's keyboard and ui_view.cmake's view_scene).
unit(trust USES ui_model)
unit(known USES ui_program)
unit(link_trust USES ui_program)
unit(handle_trust USES ui_scene)
unit(handle_recovery USES keyboard)
unit(trust_form USES keyboard)
e2e(client_tls CLIENT)
e2e(client_secrets CLIENT)
