unit(digest USES base)
unit(file_name USES server_files)
