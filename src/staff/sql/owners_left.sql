SELECT count(*) FROM staff WHERE role = 'owner' AND left_on IS NULL AND id <> :id
