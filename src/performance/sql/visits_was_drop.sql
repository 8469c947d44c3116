DELETE FROM client_day_was WHERE member = :member
