UPDATE staff SET pin_hash = :pin, recovery_hash = coalesce(:recovery, recovery_hash) WHERE id = :id
