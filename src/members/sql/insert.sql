INSERT INTO member (id, number, name, gender, birthday, birthday_calendar, birthday_leap, tier, home_store, owner_id, source,
                    referrer_id, tags, notes, warning, consent, wallet_code, opened_on, batch_id)
VALUES (:id, :number, :name, :gender, :birthday, :calendar, :leap, :tier, :home, :owner, :source, :referrer, :tags, :notes,
        :warning, :consent, :wallet_code, :opened, :batch)
