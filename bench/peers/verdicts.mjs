// What markdown-link-check says of every link within a tree: node verdicts.mjs TREE, one JSON object a line on standard output.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import check from "markdown-link-check";

const tree = resolve(process.argv[2]);
const files = readdirSync(tree, { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile() && e.name.endsWith(".md"))
  .map((e) => join(e.parentPath ?? e.path, e.name))
  .sort();

// Links that leave the tree by their scheme are nobody's to check here: no network.
const options = { ignorePatterns: [{ pattern: "^(?!file:)[a-zA-Z][a-zA-Z0-9+.-]*:" }, { pattern: "^//" }] };

for (const file of files) {
  const results = await new Promise((done) =>
    check(readFileSync(file, "utf8"), { ...options, baseUrl: pathToFileURL(dirname(file)).href, projectBaseUrl: pathToFileURL(tree).href }, (error, found) =>
      done(error ? [{ link: "", status: "error", err: String(error) }] : found),
    ),
  );
  for (const { link, status, statusCode } of results) {
    if (status !== "ignored") console.log(JSON.stringify({ file: relative(tree, file), link, status, statusCode }));
  }
}
