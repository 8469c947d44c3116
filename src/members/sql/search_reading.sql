SELECT member.id, member.last_visit_on
FROM member_reading JOIN member ON member.id = member_reading.member_id
WHERE member_reading.reading >= :from AND member_reading.reading < :to AND merged_into IS NULL LIMIT :limit
