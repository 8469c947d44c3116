SELECT count(*) FROM bill WHERE member_id = :member AND kind = 'sale' AND posted_on < :day
