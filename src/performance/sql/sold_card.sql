SELECT staff.id, staff.job FROM card JOIN staff ON staff.id = card.sold_by WHERE card.code = :card
