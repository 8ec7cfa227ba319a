# The client's outgoing queue (after ui_command.cmake, which has the keyboard).
add_library(queue_scene STATIC ${CMAKE_CURRENT_SOURCE_DIR}/unit/queue_scene.c)
target_link_libraries(queue_scene PUBLIC ui_scene PRIVATE flags)
foreach(name IN ITEMS queue queue_lost)
  unit(${name} USES queue_scene)
endforeach()
unit(slash_queue USES keyboard)
unit(outbox_keep USES keyboard ui_program)
