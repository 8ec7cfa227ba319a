# Line by line, for screen readers.
unit(linear USES keyboard ui_view)
unit(linear_errors USES keyboard ui_view)
unit(tty_row USES ui_io)
e2e(client_linear CLIENT)
