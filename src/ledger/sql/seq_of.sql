SELECT seq FROM entry WHERE id = :id
