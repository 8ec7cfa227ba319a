# What the client remembers: search, old places, logs.
unit(archive_words USES ui_store)
unit(query USES ui_model)
add_library(past_scene STATIC ${CMAKE_CURRENT_SOURCE_DIR}/unit/past_scene.c)
target_link_libraries(past_scene PUBLIC keyboard ui_program PRIVATE flags)
unit(look_back USES past_scene)
unit(state_rooms USES past_scene)
unit(ask_search USES past_scene)
unit(logs USES past_scene)
