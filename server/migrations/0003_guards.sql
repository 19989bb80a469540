-- What is written in the journal and its seals stays. The program's own role is usually the owner, so a trigger says no.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_stays_whole BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_stays BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_stays_whole BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_entry_stays BEFORE UPDATE OR DELETE ON seal_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_entry_stays_whole BEFORE TRUNCATE ON seal_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
