UPDATE family SET ended_on = :day WHERE member_id = :id AND relative_id = :relative AND ended_on IS NULL
