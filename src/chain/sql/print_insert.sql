INSERT INTO member_print (member_id, print) VALUES (:member, :print)
