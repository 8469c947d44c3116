INSERT INTO replica_mark (epoch, no, until, link, digest) VALUES (:epoch, :no, :until, :link, :digest)
