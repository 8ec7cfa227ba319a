unit(digest USES base)
unit(file_name USES server_files)
unit(library USES server_files)
target_link_options(test_library PRIVATE -Wl,--wrap=syscall)

# HTTP over real sockets, with a shared folder.
add_library(http_scene STATIC unit/http_scene.c ${CMAKE_CURRENT_LIST_DIR}/unit/net_scene.c)
target_include_directories(http_scene PUBLIC unit)
target_link_libraries(http_scene PUBLIC server_io server_rig cmocka PRIVATE flags)
foreach(name http http_hostile)
  unit(${name} USES http_scene)
endforeach()

fuzz(http USES server_io server_rig)
unit(http_chunk USES server_io)
