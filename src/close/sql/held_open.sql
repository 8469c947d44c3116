SELECT label FROM held WHERE taken_at IS NULL ORDER BY id
