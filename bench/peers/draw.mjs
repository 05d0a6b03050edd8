// Draws the links on which we and the peers agree or differ: node draw.mjs TREE OURS MLC REMARK SEED, where OURS is the result of
// 'docsgen validate TREE --json', MLC that of verdicts.mjs, REMARK that of remark.mjs. Twenty that a peer calls broken and we do not, twenty
// the other way round, twenty both. The same inputs and seed draw the same links. Prints a JSON array, in the order drawn, shuffled.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [tree, oursFile, mlcFile, remarkFile, seed] = process.argv.slice(2);
const text = new Map();
const lines = (file) => {
  if (!text.has(file)) text.set(file, readFileSync(join(tree, file), "utf8").replace(/^\uFEFF/, "").split(/\r\n|\n|\r/));
  return text.get(file);
};

// A linear congruential generator (the constants of Numerical Recipes) is random enough to draw lots.
let state = Number(seed) >>> 0;
const random = (n) => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 * n) | 0;
const draw = (pool, count) => {
  const rest = [...pool].sort((a, b) => (a.key < b.key ? -1 : 1));
  const drawn = [];
  while (drawn.length < count && rest.length > 0) {
    // One a file, as long as there are other files.
    const others = rest.filter((r) => !drawn.some((d) => d.file === r.file));
    const next = (others.length > 0 ? others : rest)[random((others.length > 0 ? others : rest).length)];
    drawn.push(next);
    rest.splice(rest.indexOf(next), 1);
  }
  return drawn;
};

const place = (file, line, column) => `${file}:${line}:${column}`;
const link = (file, line, column) => {
  const rest = lines(file).slice(line - 1, line + 2).join("\n").slice(column - 1);
  return /^!?\[(?:[^\[\]\\]|\\.|!?\[(?:[^\[\]\\]|\\.)*\](?:\([^)]*\))?)*\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])?/.exec(rest)?.[0] ?? /^[^\s>"']+/.exec(rest)?.[0] ?? "";
};

const ours = new Map();
for (const issue of JSON.parse(readFileSync(oursFile, "utf8")).issues) {
  if (!["links.internal.resolves", "links.anchor.resolves", "links.relative_only"].includes(issue.rule)) continue;
  const line = lines(issue.file)[issue.line - 1];
  const mark = issue.line === 1 && readFileSync(join(tree, issue.file)).subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  const column = Buffer.from(line, "utf8").subarray(0, issue.column - 1 - mark).toString("utf8").length + 1;
  ours.set(place(issue.file, issue.line, column), { file: issue.file, line: issue.line, column, message: issue.message });
}

const remark = new Map();
const seen = new Set();
for (const row of readFileSync(remarkFile, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l))) {
  seen.add(row.file);
  if (row.line) remark.set(place(row.file, row.line, row.column), row);
}

// markdown-link-check says which link, not where: the first place in the file that holds it as a target.
const mlc = new Map();
for (const row of readFileSync(mlcFile, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l))) {
  if (row.status !== "dead") continue;
  const written = decodeURIComponent(row.link.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  for (let i = 0; i < lines(row.file).length; i++) {
    const at = [row.link, written].map((l) => lines(row.file)[i].indexOf(`](${l})`)).find((n) => n >= 0);
    if (at === undefined) continue;
    let open = at, depth = 1;
    while (open > 0 && depth > 0) {
      open--;
      if (lines(row.file)[i][open] === "]") depth++;
      if (lines(row.file)[i][open] === "[") depth--;
    }
    if (lines(row.file)[i][open - 1] === "!") open--;
    mlc.set(place(row.file, i + 1, open + 1), { file: row.file, line: i + 1, column: open + 1, reason: "dead" });
    break;
  }
}

const item = (key, row, said) => ({ key, file: row.file, line: row.line, column: row.column, link: link(row.file, row.line, row.column), ...said });
const byPeer = [
  ...draw([...mlc].filter(([k]) => !ours.has(k)).map(([k, r]) => item(k, r, { peer: "markdown-link-check", peerSays: "broken", weSay: "fine" })), 10),
  ...draw([...remark].filter(([k]) => !ours.has(k)).map(([k, r]) => item(k, r, { peer: "remark-validate-links", peerSays: "broken", weSay: "fine" })), 10),
];
const byUs = draw([...ours].filter(([k, r]) => seen.has(r.file) && !remark.has(k)).map(([k, r]) => item(k, r, { peer: "remark-validate-links", peerSays: "fine", weSay: "broken" })), 20);
const both = draw([...ours].filter(([k]) => mlc.has(k)).map(([k, r]) => item(k, r, { peer: "markdown-link-check", peerSays: "broken", weSay: "broken" })), 20);
console.log(JSON.stringify(draw([...byPeer, ...byUs, ...both], 60), null, 1));
