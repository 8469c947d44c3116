SELECT staff.id, staff.job FROM lot JOIN staff ON staff.id = lot.sold_by WHERE lot.id = :lot
