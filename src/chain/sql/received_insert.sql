INSERT INTO received (digest, file, store, epoch, no, first, last, last_day, bills, taken, month, version, content, state, what,
    detail, at, command_id)
VALUES (:digest, :file, :store, :epoch, :no, :first, :last, :last_day, :bills, :taken, :month, :version, :content, :state, :what,
    :detail, :at, :command)
