# Files as people with any IRC client see them, and who may see them.
add_library(files_scene STATIC unit/files_scene.c)
target_include_directories(files_scene PUBLIC unit)
target_link_libraries(files_scene PUBLIC server_scene PRIVATE flags)
foreach(name files files_service look_around sharing token)
  unit(${name} USES files_scene)
endforeach()

unit(files_settings USES server_io)
target_sources(test_files_settings PRIVATE ${PROJECT_SOURCE_DIR}/server/settings.c
  ${PROJECT_SOURCE_DIR}/server/settings_check.c ${PROJECT_SOURCE_DIR}/server/settings_world.c
  ${PROJECT_SOURCE_DIR}/server/sharing_start.c)
target_include_directories(test_files_settings PRIVATE ${PROJECT_SOURCE_DIR}/server)
