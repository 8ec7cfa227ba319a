# News for the world outside: to the terminal, to the user's own program.
unit(launch  USES ui_io)
unit(tty_osc USES ui_io)
unit(notify  USES ui_scene)
unit(slash_notify USES keyboard ui_program)
unit(doctor USES keyboard)
unit(tell USES keyboard ui_program)
