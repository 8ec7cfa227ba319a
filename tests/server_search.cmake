# Messages of several lines, and finding what was said.
unit(multiline USES talk_scene)
unit(server_search USES talk_scene)
unit(store_search USES server_store)
target_sources(test_store_search PRIVATE unit/store_scene.c)
unit(edit_lines USES talk_scene)
unit(bot USES talk_scene)
e2e(take_up)
