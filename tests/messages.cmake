# What can be done with a message: reactions, replies, edits, picking one, typing.
unit(reactions USES ui_model)
unit(answers USES ui_scene)
unit(pick USES ui_scene)
unit(view_about USES view_scene)
unit(about_kept USES keyboard ui_program)
e2e(client_answers CLIENT)
