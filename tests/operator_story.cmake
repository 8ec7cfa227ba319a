# An operator's day, through the real programs.
e2e(ctl)
e2e(console CLIENT)
target_compile_definitions(e2e_console PRIVATE PARLORD="$<TARGET_FILE:parlord>")
