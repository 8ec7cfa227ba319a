unit(hasher USES server_io)
unit(listening USES server_io)
target_sources(test_listening PRIVATE ${PROJECT_SOURCE_DIR}/server/settings.c
  ${PROJECT_SOURCE_DIR}/server/settings_check.c ${PROJECT_SOURCE_DIR}/server/settings_world.c)
target_include_directories(test_listening PRIVATE ${PROJECT_SOURCE_DIR}/server)
