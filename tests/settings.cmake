# Settings, keys and help of the client.
unit(conf_edit USES base)
unit(set USES keyboard ui_program)
