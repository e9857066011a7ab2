#!/bin/sh
# Submits the shards of a sweep to HyperQueue, waits for them and merges them:
#   sh @folder@/submit.sh
# To resume some shards, by the numbers that the log of the merge gives:
#   sh @folder@/submit.sh 3,7
# Time, memory and partition are yours to edit; the results do not depend on them.
set -eu
@place@
# What keeps failing is not resubmitted for ever; the merge names the shards that are missing.
hq submit --name=@name@ --array="${1:-1-@shards@}" --cpus=1 --crash-limit=5 --wait \
  --stdout=@folder@/shard-%{TASK_ID}.log --stderr=none \
  sh @folder@/shard.sh || true
hq submit --name=@name@-merge --cpus=1 --wait \
  --stdout=@folder@/merge.log --stderr=none \
  sh @folder@/merge.sh
