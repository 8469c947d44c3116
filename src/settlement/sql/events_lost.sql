SELECT lost.id, lost.day FROM cross_event AS lost
WHERE lost.serving = :serving AND lost.bill > :after
    AND NOT EXISTS (SELECT 1 FROM cross_event AS back WHERE back.serving = lost.serving AND back.bill = -lost.id)
ORDER BY lost.id
