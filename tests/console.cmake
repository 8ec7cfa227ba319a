# The operator's console, `parlord ctl`, and other settings while the server runs.
unit(answer USES server_io)
unit(control USES server_io server_rig)
unit(news USES server_scene)
unit(ports USES server_io)
foreach(name control ports)
  target_sources(test_${name} PRIVATE unit/net_scene.c)
endforeach()
