unit(hasher USES server_io)
unit(listening USES server_io)
target_sources(test_listening PRIVATE ${PROJECT_SOURCE_DIR}/server/settings.c)
target_include_directories(test_listening PRIVATE ${PROJECT_SOURCE_DIR}/server)
