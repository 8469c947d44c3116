UPDATE staff SET recovery_hash = :recovery WHERE id = :id
