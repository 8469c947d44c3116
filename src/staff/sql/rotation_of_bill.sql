SELECT staff_id FROM rotation_event WHERE bill_id = :bill AND kind <> 'back' ORDER BY id
