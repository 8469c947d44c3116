SELECT EXISTS (SELECT 1 FROM change WHERE area = 'staff' AND ref = :id AND command_id > :command)
