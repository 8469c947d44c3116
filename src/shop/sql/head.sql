SELECT seq, posted_at FROM entry ORDER BY id DESC LIMIT 1
