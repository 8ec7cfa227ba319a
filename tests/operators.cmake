# What operators do.
unit(ban_list USES server_model)
add_library(operators_scene STATIC unit/operators_scene.c)
target_link_libraries(operators_scene PUBLIC server_scene PRIVATE flags)

foreach(name operate operate_people bans mutes oper audit)
  unit(${name} USES operators_scene)
endforeach()

fuzz(operate USES server_rig)
