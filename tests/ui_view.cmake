# What a person sees: a conversation put together by hand, painted, read as rows.
add_library(view_scene STATIC ${PROJECT_SOURCE_DIR}/tests/unit/view_scene.c)
target_include_directories(view_scene PUBLIC ${PROJECT_SOURCE_DIR}/tests/unit)
target_link_libraries(view_scene PUBLIC ui_view cmocka PRIVATE flags)
target_compile_definitions(view_scene PUBLIC THEMES="${PROJECT_SOURCE_DIR}/themes")

foreach(name canvas wrap markup when)
  unit(${name} USES ui_view)
endforeach()
foreach(name theme layout view_messages view_fold view_scroll view_panes view_status view_input view_dialog)
  unit(${name} USES view_scene)
endforeach()
foreach(name tty_keys tty_colour)
  unit(${name} USES ui_io)
endforeach()

fuzz(theme USES ui_view)
fuzz(markup USES ui_view)
fuzz(tty_keys USES ui_io)
