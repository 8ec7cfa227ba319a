add_executable(bench_server bench/bench_server.c bench/crowd.c bench/floor.c
               bench/subject.c)
target_include_directories(bench_server PRIVATE bench)
target_compile_definitions(bench_server PRIVATE PARLORD="$<TARGET_FILE:parlord>")
target_link_libraries(bench_server PRIVATE flags base)
add_dependencies(bench_server parlord)

add_executable(bench_client bench/bench_client.c bench/painter.c bench/terminal.c bench/keys.c
               bench/stream.c)
target_include_directories(bench_client PRIVATE bench)
target_compile_definitions(bench_client PRIVATE PARLOR="$<TARGET_FILE:parlor>")
target_link_libraries(bench_client PRIVATE flags base)
add_dependencies(bench_client parlor)

add_executable(bench_files bench/bench_files.c bench/crowd.c bench/floor.c bench/sender.c
               bench/subject.c)
target_include_directories(bench_files PRIVATE bench)
target_compile_definitions(bench_files PRIVATE PARLORD="$<TARGET_FILE:parlord>")
target_link_libraries(bench_files PRIVATE flags base)
add_dependencies(bench_files parlord)

add_executable(bench_archive bench/bench_archive.c bench/painter.c bench/terminal.c)
target_include_directories(bench_archive PRIVATE bench)
target_compile_definitions(bench_archive PRIVATE PARLOR="$<TARGET_FILE:parlor>")
target_link_libraries(bench_archive PRIVATE flags ui_model ui_store)
add_dependencies(bench_archive parlor)
