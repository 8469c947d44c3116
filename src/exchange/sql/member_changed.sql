SELECT EXISTS (
    SELECT 1 FROM change WHERE area IN ('member', 'member.phones') AND ref = :id AND command_id > :command)
