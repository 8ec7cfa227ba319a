# Files on their way, at the client (after ui_command.cmake, which has the keyboard).
unit(transfer USES ui_model)
unit(fetch USES ui_io)
foreach(name fetch)
  target_sources(test_${name} PRIVATE unit/fetch_scene.c unit/web.c)
endforeach()
