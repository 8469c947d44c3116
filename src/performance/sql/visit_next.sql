UPDATE client_day SET to_next = :days WHERE person = :person AND day = :day
