UPDATE held SET taken_at = :at WHERE id = :id AND taken_at IS NULL
