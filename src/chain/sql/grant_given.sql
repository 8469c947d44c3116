WITH RECURSIVE heir (id) AS (
    SELECT id FROM member WHERE number = :member
    UNION
    SELECT member.merged_into FROM heir JOIN member ON member.id = heir.id WHERE member.merged_into IS NOT NULL)
SELECT part_out.amount, part_out.principal, part_out.gift, part_out.lapses_on FROM part_out
WHERE part_out.serving = :serving AND part_out.ask = :ask AND part_out.kind = :kind AND part_out.expires_on = :expires
    AND part_out.member_id IN (SELECT id FROM heir)
