INSERT INTO history_line (batch_id, receipt, sold_on, member_id, client, item, staff, quantity, amount)
VALUES (:batch, :receipt, :sold_on, :member, :client, :item, :staff, :quantity, :amount)
