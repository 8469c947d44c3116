INSERT INTO rule (version, place, name, event, role, item_id, category, requested, member, rate, fixed, bands, phi, cost, basis)
VALUES (:version, :place, :name, :event, :role, :item, :category, :requested, :member, :rate, :fixed, :bands, :phi, :cost, :basis)
