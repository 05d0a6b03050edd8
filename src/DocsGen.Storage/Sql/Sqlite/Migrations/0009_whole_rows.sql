-- Pages of SQLite have no checksums: a bit that flips within the text of a row would go unseen. So every row that no hash binds stands in the store twice: in its table, and whole
-- in an index that no query needs. 'PRAGMA integrity_check' compares the two, row by row, and 'docsgen verify' says which row it was. SQLite keeps both alike by itself.
-- Bound otherwise, and so not here: blobs (by their own hash), the events of runs, spaces and users (by their chains), documents (they repeat their last version, column by column).
-- The first column is one that only grows, so that a large publish writes its entries side by side.

CREATE INDEX artifacts_whole ON artifacts (path, generation, path_fold, run_id, hash, size, type, created_by, created_utc);
CREATE INDEX overwrite_tokens_whole ON overwrite_tokens (id, path, reason, issuer, expires_utc, used_utc);
CREATE INDEX run_days_whole ON run_days (day, last);
CREATE INDEX runs_whole ON runs (id, slug, name, status, version, phase, stopped_because, created_utc, changed_utc, fence, driver, driver_process, driver_since, driver_until, archived, pinned, deleted);
CREATE INDEX issues_whole ON issues (run_id, execution_id, ordinal, rule, severity, file, line, col, message, fingerprint);
CREATE INDEX condemned_whole ON condemned (hash, since);
CREATE INDEX spaces_whole ON spaces (id, slug, name, policy, epoch, sequence, pushes, events, last_hash, created_by, created_utc);
CREATE INDEX changesets_whole ON changesets (
  id, space_id, number, client_id, payload, message, merge_prompt, pushed_by, created_utc, status, fence, claimed_by, claim_process, claim_since, claim_until, status_before, report, published_by,
  published_utc, superseded_by, withdrawn_by);
CREATE INDEX changeset_files_whole ON changeset_files (
  id, changeset_id, file_id, operation, path, path_fold, base_version, base_hash, base_path, hash, size, additions, deletions, provenance, applied_version, applied_sequence);
CREATE INDEX decisions_whole ON decisions (id, changeset_id, file, kind, amended_hash, amended_size, bound, decided_by, decided_utc, comment, carried_from);
CREATE INDEX comments_whole ON comments (id, changeset_id, file, line_from, line_to, outdated, text, written_by, written_utc, resolved_by, reply_to);
CREATE INDEX document_versions_whole ON document_versions (
  sequence, space_id, file_id, version, path, hash, size, changeset_id, pushed_by, reviewers, publisher, published_utc, run_slug, run_prefix, provenance);
CREATE INDEX tokens_whole ON tokens (id, name, secret, actor, scopes, spaces, created_by, created_utc, expires_utc, revoked_by, revoked_utc);
CREATE INDEX uploads_whole ON uploads (space_id, actor, hash, size, at);
CREATE INDEX answers_whole ON answers (at, caller, space_id, key, request, holder, until, status, type, body);
CREATE INDEX webhooks_whole ON webhooks (id, space_id, url, secret, types, created_by, created_utc, removed_by, removed_utc, enqueued);
CREATE INDEX deliveries_whole ON deliveries (id, webhook_id, seq, state, attempts, due, last_at, last_answer);
CREATE INDEX users_whole ON users (id, name, roles, password, created_by, created_utc, disabled_utc);
CREATE INDEX sessions_whole ON sessions (id, secret, user_id, created_utc, expires_utc, ended_utc);
CREATE INDEX sign_in_links_whole ON sign_in_links (id, secret, user_id, created_utc, expires_utc, used_utc);
CREATE INDEX access_log_whole ON access_log (id, events, last_hash);

-- What was said once stays said, and what was numbered stays there.
CREATE TRIGGER runs_keep_their_names BEFORE UPDATE OF id, slug, name, created_utc ON runs BEGIN SELECT RAISE(ABORT, 'a run keeps its name'); END;
CREATE TRIGGER runs_never_go BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'a run is never removed'); END;
CREATE TRIGGER overwrite_tokens_are_used_once BEFORE UPDATE ON overwrite_tokens
WHEN OLD.used_utc IS NOT NULL OR NEW.id <> OLD.id OR NEW.path <> OLD.path OR NEW.reason <> OLD.reason OR NEW.issuer <> OLD.issuer OR NEW.expires_utc <> OLD.expires_utc
BEGIN SELECT RAISE(ABORT, 'an overwrite token is used once'); END;
CREATE TRIGGER overwrite_tokens_never_go BEFORE DELETE ON overwrite_tokens BEGIN SELECT RAISE(ABORT, 'an overwrite token is used once'); END;
CREATE TRIGGER spaces_never_go BEFORE DELETE ON spaces BEGIN SELECT RAISE(ABORT, 'a space is never removed'); END;
CREATE TRIGGER changesets_keep_what_was_pushed BEFORE UPDATE OF id, space_id, number, client_id, payload, message, merge_prompt, pushed_by, created_utc ON changesets
BEGIN SELECT RAISE(ABORT, 'a changeset keeps what was pushed'); END;
CREATE TRIGGER changesets_never_go BEFORE DELETE ON changesets BEGIN SELECT RAISE(ABORT, 'a changeset is never removed'); END;
CREATE TRIGGER changeset_files_keep_what_was_pushed BEFORE UPDATE OF id, changeset_id, file_id, operation, provenance ON changeset_files
BEGIN SELECT RAISE(ABORT, 'a changeset keeps what was pushed'); END;
CREATE TRIGGER changeset_files_never_go BEFORE DELETE ON changeset_files BEGIN SELECT RAISE(ABORT, 'a changeset is never removed'); END;
CREATE TRIGGER comments_keep_their_words BEFORE UPDATE OF id, changeset_id, file, text, written_by, written_utc, reply_to ON comments BEGIN SELECT RAISE(ABORT, 'a comment keeps its words'); END;
CREATE TRIGGER comments_never_go BEFORE DELETE ON comments BEGIN SELECT RAISE(ABORT, 'a comment is never removed'); END;
CREATE TRIGGER documents_never_go BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'a document leaves a tombstone'); END;
