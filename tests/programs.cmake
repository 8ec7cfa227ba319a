# Programs of the user's: /exec, passwords.
unit(run USES ui_io)
unit(exec USES keyboard)
unit(password USES ui_program)
