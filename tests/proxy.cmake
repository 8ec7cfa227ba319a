# Reaching a server through a proxy.
unit(proxy USES net)
target_sources(test_proxy PRIVATE unit/net_scene.c)
