UPDATE member SET home_store = :home WHERE id = :id
