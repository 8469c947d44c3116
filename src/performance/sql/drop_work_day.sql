DELETE FROM work_day WHERE day >= ''
