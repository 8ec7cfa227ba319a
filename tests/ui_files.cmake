# The client's file browser, files in messages, announcements, and looking around.
foreach(name IN ITEMS shared posted)
  unit(${name} USES ui_scene)
endforeach()
foreach(name IN ITEMS browse handle_announce connect_look)
  unit(${name} USES keyboard)
endforeach()
unit(view_files USES view_scene)
