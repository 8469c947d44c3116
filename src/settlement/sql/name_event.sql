UPDATE cross_event SET member = :member, owner = :owner
WHERE home = :home AND serving = :serving AND ask = :ask AND member = ''
