unit(store_uploads USES server_store)
target_sources(test_store_uploads PRIVATE unit/store_scene.c)
