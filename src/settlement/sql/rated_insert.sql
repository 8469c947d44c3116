INSERT INTO rated_through (serving, bill) VALUES (:serving, :bill)
