unit(checksum USES server_store)
foreach(name store store_history store_replay store_people store_harm store_account store_erase
             store_expire store_damage store_check store_power)
  unit(${name} USES server_store)
  target_sources(test_${name} PRIVATE unit/store_scene.c)
endforeach()
foreach(name store_damage store_check)
  target_sources(test_${name} PRIVATE unit/store_files.c)
endforeach()
target_sources(test_store_power PRIVATE unit/power_vfs.c unit/power_disk.c)
target_link_libraries(test_store_power PRIVATE sqlite3)

add_executable(bench_store bench/bench_store.c)
target_link_libraries(bench_store PRIVATE flags server_store)
