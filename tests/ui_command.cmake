# The client's command layer and its program.
foreach(name IN ITEMS edit recall dialog url)
  unit(${name} USES ui_model)
endforeach()
unit(archive USES ui_store)
unit(secrets USES ui_program)
unit(settings USES ui_program)

# Keys for a client without terminal.
add_library(keyboard STATIC ${CMAKE_CURRENT_SOURCE_DIR}/unit/keyboard.c)
target_link_libraries(keyboard PUBLIC ui_scene PRIVATE flags)
foreach(name IN ITEMS keymap keymap_table slash complete connect_form)
  unit(${name} USES keyboard)
endforeach()
unit(state USES keyboard ui_program)
unit(app_start USES ui_program)
