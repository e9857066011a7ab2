#!/bin/sh
# Submits the shards of a sweep to HyperQueue, waits for them and merges them. Call it from the folder in which the sweep was
# called. To resume some shards, give their numbers, as the log of the merge does: 3,7
# Time, memory and partition are yours to edit; the results do not depend on them.
set -eu
@place@
# What keeps failing is not resubmitted for ever; the merge names the shards that are missing.
hq submit --name=@job@ --array="${1:-1-@shards@}" --cpus=1 --crash-limit=5 --wait \
  --stdout=none --stderr=none sh "$folder/shard.sh" || true
hq submit --name=@job@-merge --cpus=1 --wait \
  --stdout=none --stderr=none sh "$folder/merge.sh"
