# The client's model and handlers: a scene without terminal and without sockets.
add_library(ui_scene STATIC ${CMAKE_CURRENT_SOURCE_DIR}/unit/ui_scene.c)
target_include_directories(ui_scene PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/unit)
target_link_libraries(ui_scene PUBLIC ui_command cmocka PRIVATE flags)

unit(lines USES ui_model)
unit(members USES ui_model)
unit(weblink USES ui_model)
unit(chat USES ui_scene)
unit(handle_session USES ui_scene)
unit(handle_account USES ui_scene)
unit(handle_room USES ui_scene)
unit(handle_message USES ui_scene)
unit(handle_history USES ui_scene)
unit(handle_reply USES ui_scene)
unit(ask USES ui_scene)

fuzz(client USES ui_command)
