# Files on their way, at the client.
unit(transfer USES ui_model)
foreach(name fetch fetch_put fetch_refused fetch_tls)
  unit(${name} USES ui_io)
  target_sources(test_${name} PRIVATE unit/fetch_scene.c unit/web.c)
endforeach()
unit(view_transfers USES view_scene)
unit(slash_transfer USES keyboard)
unit(transfers_keep USES keyboard ui_program)
