SELECT member.id, member.number, member.name, gender, birthday, birthday_calendar, birthday_leap, tier, home_store,
       (SELECT staff.number FROM staff WHERE staff.id = member.owner_id) AS owner, source,
       (SELECT other.number FROM member AS other WHERE other.id = member.referrer_id) AS referrer, tags, notes,
       warning, consent, wallet_code, wallet_state, merged_into, opened_on, member.last_visit_on
FROM member WHERE id = :id
