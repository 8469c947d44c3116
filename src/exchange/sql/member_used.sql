SELECT EXISTS (SELECT 1 FROM bill WHERE member_id = :id)
    OR EXISTS (SELECT 1 FROM entry WHERE member_id = :id AND kind NOT IN ('import', 'import_back'))
    OR EXISTS (SELECT 1 FROM entry WHERE member_id = :id AND kind = 'import' AND command_id <> :command
        AND NOT EXISTS (SELECT 1 FROM entry AS back WHERE back.reverses = entry.id))
    OR EXISTS (SELECT 1 FROM history WHERE member_id = :id)
    OR EXISTS (SELECT 1 FROM family WHERE member_id = :id OR relative_id = :id)
    OR EXISTS (SELECT 1 FROM member WHERE referrer_id = :id)
    OR EXISTS (SELECT 1 FROM member WHERE merged_into = :id)
    OR EXISTS (SELECT 1 FROM coupon WHERE member_id = :id)
