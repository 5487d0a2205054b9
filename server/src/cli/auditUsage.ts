import { environmentVariable } from '../controlPlane/settings/settingsTable.ts';
import { ENVIRONMENTS } from '../manifest/document.ts';

export const AUDIT_USAGE = `usage: heady audit verify [--head SEQ:HASH] [--file EXPORT]
       heady audit query [conditions] [--limit N]
       heady audit export [--to FILE]

Reads the audit log of a control plane in its store; the control plane may go on meanwhile, or be stopped.

  verify                   whether the chain of hashes is whole: no record changed, added, moved or missing
  query                    who did what, the latest first
  export                   the whole log, the oldest first, so that it can be kept elsewhere

where the log is:
  --store STORE            sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE
  --store-file PATH        a file with that, so that a password in it is seen by nobody; or in the environment, as
                           ${environmentVariable('store')}
  --store-timeout SECONDS  how long to wait for a PostgreSQL that is not there; default: 60
  --config PATH            the YAML file of the control plane, for these

verify:
  --head SEQ:HASH          the head that an earlier verify or export told: shows that the end was not cut off
  --file EXPORT            an export in JSON Lines instead of a store; - is standard input
  --format NAME            text (default), json

query:
  --actor, --action, --target, --vertical, --outcome, --correlation TEXT
  --env NAME               ${ENVIRONMENTS.join(', ')}
  --from, --until TIME     records of then and later, and records before; 2026-01-31 or 2026-01-31T08:00:00Z
  --limit N                records at most; default: 100
  --format NAME            table (default on a terminal), jsonl (default elsewhere)

export:
  --to FILE                where there is nothing of that name yet; default: standard output
  --format NAME            jsonl (default), which can be verified; csv, for spreadsheets, which cannot

  --help                   print this

exit codes: 0 done, and the chain is whole; 1 the chain is broken; 2 could not run, or was stopped
`;
