INSERT INTO topup_offer (amount, gift, gift_days, version, set_at) VALUES (:amount, :gift, :days, :version, :at)
