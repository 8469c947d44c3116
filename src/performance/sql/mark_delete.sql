DELETE FROM work_mark WHERE id = 1
