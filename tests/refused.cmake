# What cannot be done with files (after e2e.cmake, which has the kit).
foreach(story IN ITEMS files_refused files_disk)
  e2e(${story} CLIENT)
  target_sources(e2e_${story} PRIVATE e2e/sender.c)
endforeach()
target_link_libraries(e2e_files_refused PRIVATE server_store)
