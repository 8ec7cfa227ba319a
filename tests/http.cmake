unit(digest USES base)
unit(file_name USES server_files)
unit(library USES server_files)
