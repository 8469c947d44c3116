SELECT EXISTS (SELECT 1 FROM card WHERE card.member_id = :member AND card.item_id = :item
    AND card.bill_id IS NOT :bill AND card.id < (SELECT min(own.id) FROM card AS own WHERE own.bill_id = :bill)) AS had
