# Themes, links, folds, widths: what things look like.
unit(base16 USES ui_program)
target_compile_definitions(test_base16 PRIVATE THEMES="${PROJECT_SOURCE_DIR}/themes")
unit(tty_link USES ui_io)
unit(view_looks USES view_scene)
unit(widths USES view_scene ui_io)
target_compile_definitions(test_widths PRIVATE WIDTHS="${PROJECT_SOURCE_DIR}/tests/unit/widths.txt")
