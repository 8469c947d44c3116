UPDATE family SET ended_on = :ended WHERE member_id = :id AND relative_id = :relative AND since = :since
