# What belongs to a message after it was said, and who is watched.
unit(store_attached USES server_store)
target_sources(test_store_attached PRIVATE unit/store_scene.c)

foreach(name attached monitor)
  unit(${name} USES talk_scene)
endforeach()
