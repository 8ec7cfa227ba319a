# Names and who they belong to.
unit(tally USES server_model)
foreach(name services devices tries external attach recovery_code erase impostor)
  unit(${name} USES server_scene)
endforeach()
