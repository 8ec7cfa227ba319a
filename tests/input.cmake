# What is typed: completion, pastes, the editor, messages of several rows.
unit(emoji USES ui_model)
unit(popup USES keyboard ui_view)
unit(rows USES keyboard)
unit(paste USES keyboard)
unit(say_markup USES keyboard)
