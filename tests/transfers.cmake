# Files on their way, at the client (after ui_command.cmake, which has the keyboard).
unit(transfer USES ui_model)
