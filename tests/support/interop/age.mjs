// The other implementation: node age.mjs open IDENTITY IN OUT | seal RECIPIENT IN OUT

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , verb, key, from, to] = process.argv;
const home = createRequire(join(process.env.SURVEY_APP_NPM, "package.json"));
const age = await import(pathToFileURL(home.resolve("age-encryption")));
const data = new Uint8Array(readFileSync(from));
if (verb === "open") {
  const reader = new age.Decrypter();
  reader.addIdentity(key);
  writeFileSync(to, await reader.decrypt(data, "uint8array"));
} else {
  const writer = new age.Encrypter();
  writer.addRecipient(key);
  writeFileSync(to, await writer.encrypt(data));
}
