# Habits of other clients, and servers that are not ours.
unit(elsewhere USES keyboard ui_program)
unit(foreign USES keyboard)
e2e(client_elsewhere CLIENT)
