INSERT INTO bill_line (bill_id, line, item_id, code, name, kind, category, package, quantity, list_price, unit_price,
                       discount, net, card_id, card_value, requested, of_line)
VALUES (:bill, :line, :item, :code, :name, :kind, :category, :package, :quantity, :list_price, :unit_price, :discount,
        :net, :card, :card_value, :requested, :of_line)
