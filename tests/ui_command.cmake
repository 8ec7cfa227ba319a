# The client's command layer and its program.
foreach(name IN ITEMS edit recall dialog url)
  unit(${name} USES ui_model)
endforeach()
unit(archive USES ui_store)
unit(secrets USES ui_program)
unit(settings USES ui_program)
