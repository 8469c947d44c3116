INSERT INTO rated_life (serving, after, shift, command_id) VALUES (:serving, :after, :shift, :command)
