SELECT balance FROM account WHERE kind = :kind AND ref = :ref
