-- What was said once stays said, and what was numbered stays there.

CREATE TRIGGER runs_keep_their_names BEFORE UPDATE ON runs FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.slug <> OLD.slug OR NEW.name <> OLD.name OR NEW.created_utc <> OLD.created_utc) EXECUTE FUNCTION refuse_change('a run keeps its name');
CREATE TRIGGER runs_never_go BEFORE DELETE ON runs FOR EACH ROW EXECUTE FUNCTION refuse_change('a run is never removed');
CREATE TRIGGER overwrite_tokens_are_used_once BEFORE UPDATE ON overwrite_tokens FOR EACH ROW
WHEN (OLD.used_utc IS NOT NULL OR NEW.id <> OLD.id OR NEW.path <> OLD.path OR NEW.reason <> OLD.reason OR NEW.issuer <> OLD.issuer OR NEW.expires_utc <> OLD.expires_utc)
EXECUTE FUNCTION refuse_change('an overwrite token is used once');
CREATE TRIGGER overwrite_tokens_never_go BEFORE DELETE ON overwrite_tokens FOR EACH ROW EXECUTE FUNCTION refuse_change('an overwrite token is used once');
CREATE TRIGGER spaces_never_go BEFORE DELETE ON spaces FOR EACH ROW EXECUTE FUNCTION refuse_change('a space is never removed');
CREATE TRIGGER changesets_keep_what_was_pushed BEFORE UPDATE ON changesets FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.space_id <> OLD.space_id OR NEW.number <> OLD.number OR NEW.client_id <> OLD.client_id OR NEW.payload <> OLD.payload OR NEW.message <> OLD.message
  OR NEW.merge_prompt IS DISTINCT FROM OLD.merge_prompt OR NEW.pushed_by <> OLD.pushed_by OR NEW.created_utc <> OLD.created_utc)
EXECUTE FUNCTION refuse_change('a changeset keeps what was pushed');
CREATE TRIGGER changesets_never_go BEFORE DELETE ON changesets FOR EACH ROW EXECUTE FUNCTION refuse_change('a changeset is never removed');
CREATE TRIGGER changeset_files_keep_what_was_pushed BEFORE UPDATE ON changeset_files FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.changeset_id <> OLD.changeset_id OR NEW.file_id <> OLD.file_id OR NEW.operation <> OLD.operation OR NEW.provenance IS DISTINCT FROM OLD.provenance)
EXECUTE FUNCTION refuse_change('a changeset keeps what was pushed');
CREATE TRIGGER changeset_files_never_go BEFORE DELETE ON changeset_files FOR EACH ROW EXECUTE FUNCTION refuse_change('a changeset is never removed');
CREATE TRIGGER comments_keep_their_words BEFORE UPDATE ON comments FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.changeset_id <> OLD.changeset_id OR NEW.file IS DISTINCT FROM OLD.file OR NEW.text <> OLD.text OR NEW.written_by <> OLD.written_by
  OR NEW.written_utc <> OLD.written_utc OR NEW.reply_to IS DISTINCT FROM OLD.reply_to)
EXECUTE FUNCTION refuse_change('a comment keeps its words');
CREATE TRIGGER comments_never_go BEFORE DELETE ON comments FOR EACH ROW EXECUTE FUNCTION refuse_change('a comment is never removed');
CREATE TRIGGER documents_never_go BEFORE DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change('a document leaves a tombstone');
