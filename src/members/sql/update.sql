UPDATE member SET name = :name, gender = :gender, birthday = :birthday, birthday_calendar = :calendar,
    birthday_leap = :leap, tier = :tier,
    owner_id = :owner, source = :source, referrer_id = :referrer, tags = :tags, notes = :notes, warning = :warning,
    consent = :consent, wallet_code = :wallet_code, wallet_state = :wallet, merged_into = :merged
WHERE id = :id
