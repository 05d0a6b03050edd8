// A client of the sync protocol as they were before DocsGen: no field, header or route beyond the protocol's first part.
// Usage: node existing-client.mjs URL TOKEN; prints one line for each step, and exits with 1 at the first surprise.
const [url, token] = process.argv.slice(2);

async function call(method, path, body) {
  const answer = await fetch(`${url}/api/v1/sync/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "X-Jolli-Space": "default" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

// Wyhash, final version 3, from its definition: what the protocol calls contentHash.
const mask = (1n << 64n) - 1n;
const secret = [0xa0761d6478bd642fn, 0xe7037ed1a0b428dbn, 0x8ebc6af09c88c6e3n, 0x589965cc75374cc3n];
const mum = (a, b) => { const p = a * b; return (p & mask) ^ (p >> 64n); };
const read = (bytes, at, n) => { let v = 0n; for (let i = n - 1; i >= 0; i--) v = (v << 8n) | BigInt(bytes[at + i]); return v; };
function wyhash(text) {
  const key = Buffer.from(text, "utf8"), length = key.length;
  let seed = secret[0], a, b;
  if (length <= 16) {
    if (length >= 4) {
      const half = (length >> 3) << 2;
      a = (read(key, 0, 4) << 32n) | read(key, half, 4);
      b = (read(key, length - 4, 4) << 32n) | read(key, length - 4 - half, 4);
    } else if (length > 0) { a = (BigInt(key[0]) << 16n) | (BigInt(key[length >> 1]) << 8n) | BigInt(key[length - 1]); b = 0n; }
    else { a = 0n; b = 0n; }
  } else {
    let at = 0, left = length;
    if (left > 48) {
      let one = seed, two = seed;
      do {
        seed = mum(read(key, at, 8) ^ secret[1], read(key, at + 8, 8) ^ seed);
        one = mum(read(key, at + 16, 8) ^ secret[2], read(key, at + 24, 8) ^ one);
        two = mum(read(key, at + 32, 8) ^ secret[3], read(key, at + 40, 8) ^ two);
        at += 48; left -= 48;
      } while (left > 48);
      seed ^= one ^ two;
    }
    while (left > 16) { seed = mum(read(key, at, 8) ^ secret[1], read(key, at + 8, 8) ^ seed); at += 16; left -= 16; }
    a = read(key, length - 16, 8); b = read(key, length - 8, 8);
  }
  return mum(secret[1] ^ BigInt(length), mum(a ^ secret[1], b ^ seed)).toString(16);
}

function check(what, holds, seen) {
  if (!holds) { console.log(`SURPRISE ${what}: ${JSON.stringify(seen)}`); process.exit(1); }
  console.log(what);
}

const upsert = (fileId, serverPath, baseVersion, content) => ({ type: "upsert", fileId, serverPath, baseVersion, content, contentHash: wyhash(content) });
let cursor = 0;
const live = new Map();
async function pull() {
  const { status, body } = await call("POST", "pull", { sinceCursor: cursor });
  check("pull answers", status === 200, body);
  for (const change of body.changes) {
    if (change.deleted) { live.delete(change.fileId); continue; }
    // A file whose hash does not match is skipped, and the cursor moves on all the same.
    if (wyhash(change.content) !== change.contentHash) continue;
    live.set(change.fileId, change);
  }
  cursor = body.newCursor;
}

let answer = await call("POST", "push", { clientChangesetId: "old-1", targetBranch: "main", message: "first", ops: [upsert("A", "docs/a.md", 0, "# Äpfel\n\none\ntwo\nthree\n".repeat(9)), upsert("B", "docs/b.md", 0, "b\n")] });
check("push makes a changeset", answer.status === 200 && answer.body.commit.status === "proposed" && answer.body.replayed === false, answer.body);
const commit = answer.body.commit.id;
if (answer.body.newCursor > cursor) cursor = answer.body.newCursor;
answer = await call("GET", "commits?limit=10");
check("the list has it", answer.body.commits.length === 1 && answer.body.commits[0].id === commit, answer.body);
const { body: { files } } = await call("GET", `commits/${commit}/files`);
check("its files are there", files.length === 2 && files[0].incomingContentHash === wyhash(files[0].incomingContent), files);
for (const file of files) {
  answer = await call("PATCH", `commits/${commit}/files/${file.id}/review`, { decision: "accept" });
  check(`review of ${file.fileId}`, answer.status === 200 && answer.body.review.decision === "accept", answer.body);
}
answer = await call("POST", `commits/${commit}/publish`, {});
check("publish", answer.status === 200 && answer.body.hasConflicts === false && answer.body.files.every((f) => f.status === "published"), answer.body);
await pull();
check("both are live", live.size === 2 && live.get("B").content === "b\n", [...live.keys()]);
answer = await call("POST", "push", { clientChangesetId: "old-2", targetBranch: "main", ops: [upsert("B", "docs/b2.md", 1, "b two\n"), { type: "delete", fileId: "A", serverPath: "docs/a.md", baseVersion: 1 }] });
const second = answer.body.commit.id;
for (const file of answer.body.files) await call("PATCH", `commits/${second}/files/${file.id}/review`, { decision: "accept" });
answer = await call("POST", `commits/${second}/publish`);
check("publish of a move and a delete", answer.body.hasConflicts === false, answer.body);
await pull();
check("one is left, where it moved", live.size === 1 && live.get("B").serverPath === "docs/b2.md" && live.get("B").version === 2, [...live.values()]);
answer = await call("POST", "push", { clientChangesetId: "old-2", targetBranch: "main", ops: [upsert("B", "docs/b.md", 1, "other\n")] });
check("a name used again is a conflict", answer.status === 409 && answer.body.code === "CLIENT_CHANGESET_ID_REUSED", answer.body);
answer = await call("GET", "commits/999999");
check("a changeset that is not there is none", answer.status === 404 && answer.body.error === "Changeset not found", answer.body);
answer = await call("GET", "status");
check("status", answer.body.fileCount === 1 && answer.body.cursor === cursor, answer.body);
console.log("done");
