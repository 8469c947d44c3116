SELECT lot_id, principal, gift, points FROM part_out_lot WHERE part_id = :part ORDER BY lot_id
