SELECT wage.staff_id, staff.number, wage.from_on, wage.amount FROM wage JOIN staff ON staff.id = wage.staff_id
ORDER BY staff.number, wage.from_on, wage.id
