# What operators do.
unit(ban_list USES server_model)
add_library(operators_scene STATIC unit/operators_scene.c)
target_link_libraries(operators_scene PUBLIC server_scene PRIVATE flags)

foreach(name operate operate_files operate_people bans mutes oper audit)
  unit(${name} USES operators_scene)
endforeach()

unit(operators_settings USES server_io)
target_sources(test_operators_settings PRIVATE ${PROJECT_SOURCE_DIR}/server/settings.c
  ${PROJECT_SOURCE_DIR}/server/settings_check.c ${PROJECT_SOURCE_DIR}/server/settings_world.c)
target_include_directories(test_operators_settings PRIVATE ${PROJECT_SOURCE_DIR}/server)

fuzz(operate USES server_rig)
