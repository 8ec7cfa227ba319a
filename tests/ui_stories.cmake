# Stories of the client (after e2e.cmake, which has the kit).
e2e(hostile CLIENT)
target_sources(e2e_hostile PRIVATE e2e/trap.c e2e/tty_words.c)
e2e(client_settings CLIENT)
e2e(client_looks CLIENT)
e2e(client_widths CLIENT)
target_compile_definitions(e2e_client_widths PRIVATE WIDTHS="${PROJECT_SOURCE_DIR}/tests/unit/widths.txt")
e2e(client_bell CLIENT)
e2e(client_form CLIENT)
