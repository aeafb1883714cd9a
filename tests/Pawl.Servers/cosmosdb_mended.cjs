// Serves Cosmos DB's REST API by cosmosdb-server on 127.0.0.1, by HTTPS: node cosmosdb_mended.cjs PACKAGE PORT CERTIFICATE KEY
//
// Two of its answers are put right: an item that isn't there is a 404 and no 500, and the account's consistency is what that of one process
// in memory is, Strong.
"use strict";

const { readFileSync } = require("fs");
const { join } = require("path");

const [folder, port, certificate, key] = process.argv.slice(2);
const lib = join(folder, "lib");

// Its routes take their handlers when they are loaded: these two are changed before that.
const readItem = require(join(lib, "handler", "read-document"));
const answer = readItem.default;
readItem.default = (account, request, response, names) => {
  try {
    return answer(account, request, response, names);
  } catch (e) {
    if (!(e instanceof TypeError)) throw e;
    response.statusCode = 404;
    return { code: "NotFound", message: "Entity with the specified id does not exist in the system." };
  }
};
require(join(lib, "handler", "read-meta")).default = account => ({
  ...account.read(),
  userConsistencyPolicy: { defaultConsistencyLevel: "Strong" },
});

require(lib)
  .createHttpsServer({ cert: readFileSync(certificate), key: readFileSync(key) })
  .listen(Number(port), "127.0.0.1");
