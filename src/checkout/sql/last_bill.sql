SELECT number, kind, payable FROM bill ORDER BY id DESC LIMIT 1
