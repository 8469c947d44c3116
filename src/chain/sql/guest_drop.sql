DELETE FROM guest WHERE home >= ''
