UPDATE card_share SET member_id = :to
WHERE card_id = :card AND member_id = :from AND ended_on IS NULL
