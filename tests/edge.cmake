# The server's edge: certificates, ports, strangers.
unit(tls_server USES net)
unit(guard USES server_io)
unit(certs USES server_io)
unit(edge USES server_io server_rig)
foreach(name tls_server certs edge)
  target_sources(test_${name} PRIVATE unit/net_scene.c)
endforeach()
