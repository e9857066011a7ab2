#!/bin/sh
# Submits the shards of a sweep and the merge after them. Call it from the folder in which the sweep was called.
# To resume some shards, give their numbers, as the log of the merge does: 3,7
set -eu
@place@
shards=$(sbatch --parsable --job-name=@job@ --output=@logs@/shard-%a.log \
  --array="${1:-1-@shards@}" "$folder/shards.sbatch")
# The merge runs whatever became of the shards, and names those that are missing.
merge=$(sbatch --parsable --job-name=@job@-merge --output=@logs@/merge.log \
  --dependency="afterany:$shards" "$folder/merge.sbatch")
printf 'shards: job %s; merge: job %s, see %s\n' "$shards" "$merge" "$folder/merge.log"
