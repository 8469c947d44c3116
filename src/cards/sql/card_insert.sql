INSERT INTO card (code, member_id, item_id, kind, name, price, sessions, gift_sessions, gift_mode, used_before,
                  bought_on, starts_on, expires_on, sold_by, bill_id, bill_line)
VALUES (:code, :member, :item, :kind, :name, :price, :sessions, :gift, :mode, :used, :bought_on, :bought_on,
        :expires, :sold_by, :bill, :line)
