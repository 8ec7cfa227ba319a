add_library(rooms_scene STATIC unit/rooms_scene.c)
target_link_libraries(rooms_scene PUBLIC server_scene PRIVATE flags)

foreach(name join part_kick topic_names_list mode who info)
  unit(${name} USES rooms_scene)
endforeach()
