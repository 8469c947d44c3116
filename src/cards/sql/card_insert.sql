INSERT INTO card (code, member_id, item_id, kind, name, price, sessions, gift_sessions, gift_mode, used_before, term_days,
                  bought_on, starts_on, expires_on, sold_by, bill_id, bill_line)
VALUES (:code, :member, :item, :kind, :name, :price, :sessions, :gift, :mode, :used,
        CASE WHEN :kind = 'period' AND :expires IS NOT NULL
             THEN CAST(julianday(:expires) - julianday(:bought_on) AS INTEGER) + 1 ELSE 0 END,
        :bought_on, :bought_on, :expires, :sold_by, :bill, :line)
