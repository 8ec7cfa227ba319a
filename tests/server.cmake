# The server's logic without sockets (server_rig), and sentences about it (server_scene).
add_library(server_rig STATIC unit/server_rig.c)
target_include_directories(server_rig PUBLIC unit)
target_link_libraries(server_rig PUBLIC server_command PRIVATE flags)
add_library(server_scene STATIC unit/server_scene.c)
target_include_directories(server_scene PUBLIC unit)
target_link_libraries(server_scene PUBLIC server_rig cmocka PRIVATE flags)

foreach(name outbox throttle world)
  unit(${name} USES server_model)
endforeach()
foreach(name command reply register account cap sasl lifecycle persist)
  unit(${name} USES server_scene)
endforeach()

fuzz(server USES server_rig)
