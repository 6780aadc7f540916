-- As SQLite has it: a text may have any length, and is ordered by its code points, whatever the locale of the database.
DO $$
DECLARE
    c RECORD;
BEGIN
    FOR c IN
        SELECT table_name, column_name
        FROM information_schema.columns
        WHERE table_schema = current_schema()
          AND table_name <> 'flyway_schema_history'
          AND (data_type = 'character varying' OR (data_type = 'text' AND collation_name IS DISTINCT FROM 'C'))
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE "C"', c.table_name, c.column_name);
    END LOOP;
END
$$;
