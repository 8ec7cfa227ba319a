# What is said to everybody, what is taken back, and copies of it all.
foreach(name store_redact store_backup)
  unit(${name} USES server_store)
  target_sources(test_${name} PRIVATE unit/store_scene.c)
endforeach()

foreach(name announce redact redact_rights)
  unit(${name} USES talk_scene)
endforeach()

unit(handle_redact USES keyboard ui_program)
unit(view_redact USES view_scene)
