# Files as people with any IRC client see them, and who may see them.
add_library(files_scene STATIC unit/files_scene.c)
target_include_directories(files_scene PUBLIC unit)
target_link_libraries(files_scene PUBLIC server_scene PRIVATE flags)
foreach(name files files_service look_around sharing token)
  unit(${name} USES files_scene)
endforeach()
