SELECT rules FROM work_mark WHERE id = 1
