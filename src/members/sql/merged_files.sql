SELECT number FROM member WHERE merged_into = :id AND id <> :id ORDER BY id
