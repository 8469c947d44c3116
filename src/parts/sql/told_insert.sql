INSERT INTO part_told (serving, ask, kind, amount, principal, gift)
VALUES (:serving, :ask, :kind, :amount, :principal, :gift)
