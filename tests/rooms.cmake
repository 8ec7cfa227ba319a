foreach(name join part_kick topic_names_list mode who info)
  unit(${name} USES server_scene)
endforeach()
