#!/bin/sh
# Runs the conformance suite on every store and writes its table, stores by promises, into docs/stores.md.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh --tests
dotnet build tests/Pawl.SqlCipher -c Release -nologo -v quiet >artifacts/build.log 2>&1 || {
  cat artifacts/build.log >&2
  echo "stores-table: the build failed" >&2
  exit 1
}
: >artifacts/stores.log
for project in Pawl.Conformance Pawl.SqlCipher; do
  "artifacts/bin/$project/release/$project" -noColor -class '*Conformance' -result-ctrf "artifacts/stores.$project.json" >>artifacts/stores.log 2>&1 || true
done

# A column a store, a row a promise: kept, broken, or not tried.
table() {
  jq -rs '
    [["Sqlite", "SQLite"], ["Directory", "folder"], ["S3OnMoto", "S3 (moto)"], ["S3OnCeph", "S3 (Ceph)"], ["S3AsGoogleSpeaksIt", "GCS (stand-in)"],
     ["AzureBlob", "Blob (Azurite)"], ["DynamoDb", "DynamoDB (moto)"], ["Cosmos", "Cosmos (emulator)"], ["Postgres", "PostgreSQL"],
     ["Mirrored", "SQLite + mirror"], ["SqlCipher", "SQLCipher"]] as $stores
    | ([.[].results.tests[] | {key: "\(.extra.type | sub(".*\\."; "")).\(.extra.method)", value: .status}] | from_entries) as $status
    | [.[].results.tests[] | select(.extra.type | endswith(".SqliteConformance")) | .extra.method] as $promises
    | "| promise | \([$stores[][1]] | join(" | ")) |",
      "| --- |\([$stores[] | " --- |"] | join(""))",
      ($promises | sort[] as $promise
        | "| \($promise | gsub("_"; " ")) | \([$stores[][0] | $status["\(.)Conformance.\($promise)"]
            | {passed: "yes", failed: "**no**", skipped: "skipped"}[. // ""] // "not tried"] | join(" | ")) |")
  ' artifacts/stores.Pawl.Conformance.json artifacts/stores.Pawl.SqlCipher.json
}
{
  sed '/<!-- made by scripts/q' docs/stores.md
  table
  sed -n '/<!-- end -->/,$p' docs/stores.md
} >artifacts/stores.md
mv artifacts/stores.md docs/stores.md
grep -c '^| [A-Z].*yes' docs/stores.md | sed 's/$/ promises in docs\/stores.md/'
