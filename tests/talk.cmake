# What people say to each other: sentences with talk_scene.
add_library(talk_scene STATIC unit/talk_scene.c)
target_link_libraries(talk_scene PUBLIC rooms_scene PRIVATE flags)

foreach(name message tagmsg history replay chathistory marker away lagging repeat mailbox catch_up expiry trouble clock_jump)
  unit(${name} USES talk_scene)
endforeach()
