SELECT part_out.ask FROM part_out JOIN member ON member.id = part_out.member_id
WHERE member.number = :member AND part_out.serving = :serving ORDER BY part_out.id DESC
