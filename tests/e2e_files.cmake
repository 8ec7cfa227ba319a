# Stories about files on their way between the real programs (after e2e.cmake, which has the kit).
e2e(files_browse CLIENT)
e2e(files_resume CLIENT)
e2e(files_two CLIENT)
e2e(files_tls CLIENT)
e2e(files_upload CLIENT)
