SELECT EXISTS (SELECT 1 FROM bill_line WHERE bill_id > :after AND item_id = :id)
    OR EXISTS (SELECT 1 FROM item_part WHERE part_id = :id)
    OR EXISTS (SELECT 1 FROM card WHERE item_id = :id AND state <> 'withdrawn')
    OR EXISTS (SELECT 1 FROM card_service JOIN card ON card.id = card_service.card_id
        WHERE card_service.item_id = :id AND card.state <> 'withdrawn')
    OR EXISTS (SELECT 1 FROM change WHERE area = 'item' AND ref = :id AND command_id > :command)
