SELECT span.first, span.last, span.entries,
       (SELECT seal.hash FROM entry AS earlier JOIN seal ON seal.entry_id = earlier.id
        WHERE earlier.seq = span.first - 1) AS before,
       (SELECT seal.hash FROM entry AS newest JOIN seal ON seal.entry_id = newest.id
        WHERE newest.seq = span.last) AS after
FROM (SELECT min(seq) AS first, max(seq) AS last, count(*) AS entries
      FROM entry WHERE posted_on BETWEEN :from AND :to) AS span
