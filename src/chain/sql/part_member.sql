SELECT member.number || ' ' || member.name AS member, coalesce(staff.number || ' ' || staff.name, '') AS owner
FROM part_out
JOIN member ON member.id = part_out.member_id
LEFT JOIN member_owner ON member_owner.id = (
    SELECT max(newer.id) FROM member_owner AS newer
    WHERE newer.member_id = member.id AND newer.from_on <= part_out.on_day)
LEFT JOIN staff ON staff.id = member_owner.staff_id
WHERE part_out.serving = :serving AND part_out.ask = :ask
