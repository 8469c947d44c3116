INSERT INTO guest (home, number, member_id, name, stored_value, points, cards, as_of)
VALUES (:home, :number, :member, :name, :stored_value, :points, :cards, :as_of)
