SELECT id FROM account WHERE kind = :kind AND ref = :ref
