INSERT INTO entry (epoch, seq, kind, command_id, command_key, bill_id, member_id, reverses, staff_id, posted_on,
                   posted_at, facts)
VALUES (:epoch, :seq, :kind, :command, :key, :bill, :member, :reverses, :staff, :day, :at, :facts)
