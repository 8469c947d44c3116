SELECT member.number FROM part_in JOIN member ON member.id = part_in.member_id
WHERE part_in.home = :home AND (part_in.granted = :ask OR (part_in.ask = :ask AND part_in.granted IS NULL))
