# Several servers, who one is there, and whom one does not want to hear.
unit(servers USES keyboard)
unit(ignore USES keyboard ui_program)
unit(view_ignored USES view_scene)
e2e(client_servers CLIENT)
unit(directory USES keyboard)
unit(whois_card USES keyboard)
unit(watched USES keyboard)
