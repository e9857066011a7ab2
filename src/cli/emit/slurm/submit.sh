#!/bin/sh
# Submits the shards of a sweep and the merge after them:
#   sh @folder@/submit.sh
# To resume some shards, by the numbers that the log of the merge gives:
#   sh @folder@/submit.sh 3,7
set -eu
@place@
shards=$(sbatch --parsable --array="${1:-1-@shards@}" @folder@/shards.sbatch)
# The merge runs whatever became of the shards, and names those that are missing.
merge=$(sbatch --parsable --dependency="afterany:$shards" @folder@/merge.sbatch)
echo "shards: job $shards; merge: job $merge, see @folder@/merge.log"
