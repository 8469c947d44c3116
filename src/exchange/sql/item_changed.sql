SELECT EXISTS (SELECT 1 FROM change WHERE area = 'item' AND ref = :id AND command_id > :command)
