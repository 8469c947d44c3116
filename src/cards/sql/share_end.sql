UPDATE card_share SET ended_on = :day WHERE card_id = :card AND member_id = :member AND ended_on IS NULL
