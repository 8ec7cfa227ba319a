# What the client remembers: search, old places, logs.
unit(archive_words USES ui_store)
