INSERT INTO member_owner (member_id, staff_id, from_on, command_id) VALUES (:member, :staff, :day, :command)
